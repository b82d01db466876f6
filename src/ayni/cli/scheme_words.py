"""What ``ayni scheme`` says, in Spanish, English and Portuguese."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "scheme": {
        "es": "leer, comprobar y explicar esquemas",
        "en": "read, check and explain schemes",
        "pt": "ler, verificar e explicar esquemas",
    },
    "list": {
        "es": "los esquemas que hay",
        "en": "the schemes there are",
        "pt": "os esquemas que há",
    },
    "show": {
        "es": "un esquema entero, con sus fuentes",
        "en": "a whole scheme, with its sources",
        "pt": "um esquema inteiro, com suas fontes",
    },
    "check": {
        "es": "comprobar los archivos y los casos",
        "en": "check the files and the cases",
        "pt": "verificar os arquivos e os casos",
    },
    "explain": {
        "es": "explicar un caso paso a paso",
        "en": "explain a case step by step",
        "pt": "explicar um caso passo a passo",
    },
    "case_help": {
        "es": "archivo de casos; ARCHIVO#ID pide uno solo",
        "en": "file of cases; FILE#ID asks for one",
        "pt": "arquivo de casos; ARQUIVO#ID pede um só",
    },
    "json_help": {"es": "escribe JSON", "en": "print JSON", "pt": "escreve JSON"},
    "unknown_scheme": {
        "es": "No hay tal esquema: {found}",
        "en": "There is no such scheme: {found}",
        "pt": "Não há tal esquema: {found}",
    },
    "cannot_explain": {
        "es": "No se puede calcular: {found}",
        "en": "This cannot be computed: {found}",
        "pt": "Não se pode calcular: {found}",
    },
    "no_case": {
        "es": "No hay tal caso: {found}",
        "en": "There is no such case: {found}",
        "pt": "Não há tal caso: {found}",
    },
    "weakest": {
        "es": "Su valor menos firme: {standing}",
        "en": "Its least firm value: {standing}",
        "pt": "Seu valor menos firme: {standing}",
    },
    "red_files": {
        "es": "{name}: no carga, {count} errores",
        "en": "{name}: does not load, {count} errors",
        "pt": "{name}: não carrega, {count} erros",
    },
    "checked": {
        "es": "{name}: {passed} de {count} casos pasan",
        "en": "{name}: {passed} of {count} cases pass",
        "pt": "{name}: {passed} de {count} casos passam",
    },
    "unnamed": {
        "es": "Ningún artículo nombra estos parámetros: {names}",
        "en": "No article names these parameters: {names}",
        "pt": "Nenhum artigo nomeia estes parâmetros: {names}",
    },
    "unnamed_title": {
        "es": "Parámetros que ningún artículo nombra",
        "en": "Parameters that no article names",
        "pt": "Parâmetros que nenhum artigo nomeia",
    },
    "seen_before": {
        "es": "{name}: véase arriba",
        "en": "{name}: see above",
        "pt": "{name}: ver acima",
    },
    "example": {
        "es": "un buen ejemplo: {example}",
        "en": "a good example: {example}",
        "pt": "um bom exemplo: {example}",
    },
    "difference": {
        "es": "{what}: se esperaba {expected}, salió {found}",
        "en": "{what}: expected {expected}, found {found}",
        "pt": "{what}: esperava-se {expected}, saiu {found}",
    },
    "since": {"es": "desde {day}", "en": "since {day}", "pt": "desde {day}"},
    "strip": {
        "es": "■ pagado  ◧ pagado tarde  □ sin pagar  · no se debía",
        "en": "■ paid  ◧ paid late  □ unpaid  · not due",
        "pt": "■ pago  ◧ pago tarde  □ não pago  · não devido",
    },
}


def say(code: str, language: str, **details: str) -> str:
    """Fill a catalogued sentence."""
    return WORDS[code][language].format(**details)
