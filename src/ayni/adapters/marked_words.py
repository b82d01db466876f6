"""What is said of a file that cannot be read as marked YAML, whatever it was to be."""

from __future__ import annotations

UNREADABLE: dict[str, dict[str, str]] = {
    "no_file": {
        "es": "falta el archivo {found}",
        "en": "the file {found} is missing",
        "pt": "falta o arquivo {found}",
    },
    "not_yaml": {
        "es": "no se entiende como YAML: {found}",
        "en": "cannot be read as YAML: {found}",
        "pt": "não se entende como YAML: {found}",
    },
    "not_utf8": {
        "es": "el archivo no está en UTF-8",
        "en": "the file is not in UTF-8",
        "pt": "o arquivo não está em UTF-8",
    },
    "too_large": {
        "es": "el archivo es demasiado grande: {found}",
        "en": "the file is too large: {found}",
        "pt": "o arquivo é grande demais: {found}",
    },
    "too_deep": {
        "es": "el archivo tiene demasiados niveles",
        "en": "the file is nested too deep",
        "pt": "o arquivo tem níveis demais",
    },
    "alias": {
        "es": "aquí no se usan anclas ni alias de YAML: {found}",
        "en": "YAML anchors and aliases are not used here: {found}",
        "pt": "aqui não se usam âncoras nem aliases de YAML: {found}",
    },
    "repeated_key": {
        "es": "{found} aparece dos veces",
        "en": "{found} appears twice",
        "pt": "{found} aparece duas vezes",
    },
    "unknown_tag": {
        "es": "no se admite la etiqueta {found}",
        "en": "the tag {found} is not accepted",
        "pt": "não se admite a etiqueta {found}",
    },
}
