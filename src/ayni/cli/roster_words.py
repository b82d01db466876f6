"""What `ayni roster` says."""

from __future__ import annotations

HELP = {
    "roster": "leer nóminas · read rosters",
    "check": "revisar una nómina fila por fila · check a roster row by row",
    "file": "archivo · file (.xlsx, .xls, .ods, .csv, .txt)",
    "json": "resultado en JSON · print JSON",
    "as_of": "día desde el cual se juzgan las edades, AAAA-MM-DD (hoy) · day for ages (today)",
    "country": "país de los documentos · country of the documents (PE, CR)",
    "earning": "qué es la columna de ingresos · what the column of earnings is",
}
TEXT: dict[str, dict[str, str]] = {
    "no_file": {
        "es": "No se pudo abrir {file}: {why}.",
        "en": "{file} could not be opened: {why}.",
        "pt": "Não foi possível abrir {file}: {why}.",
    },
    "sheet": {
        "es": "Hoja «{sheet}», cabecera en la fila {row}: {columns}",
        "en": "Sheet “{sheet}”, header in row {row}: {columns}",
        "pt": "Planilha «{sheet}», cabeçalho na linha {row}: {columns}",
    },
    "refuse": {
        "es": "Rechazado ({count}): estas filas no se pueden tomar como están.",
        "en": "Refused ({count}): these rows cannot be taken as they are.",
        "pt": "Recusado ({count}): estas linhas não podem ser aceitas como estão.",
    },
    "doubt": {
        "es": "Por revisar ({count}): alguien debe mirarlo.",
        "en": "To be looked at ({count}).",
        "pt": "A verificar ({count}): alguém deve olhar.",
    },
    "note": {
        "es": "Avisos ({count}): se leyó con su único sentido posible.",
        "en": "Notes ({count}): read with the one evident meaning.",
        "pt": "Avisos ({count}): lido com seu único sentido possível.",
    },
    "rows": {"es": "Filas con personas", "en": "Rows with persons", "pt": "Linhas com pessoas"},
    "families": {"es": "Familias", "en": "Families", "pt": "Famílias"},
    "persons": {"es": "Personas", "en": "Persons", "pt": "Pessoas"},
    "accepted": {"es": "  aceptadas", "en": "  accepted", "pt": "  aceitas"},
    "doubtful": {"es": "  por revisar", "en": "  doubtful", "pt": "  a verificar"},
    "refused": {"es": "  rechazadas", "en": "  refused", "pt": "  recusadas"},
    "duplicate": {
        "es": "    de ellas, repetidas",
        "en": "    of these, repeated",
        "pt": "    delas, repetidas",
    },
    "ignored": {
        "es": "Filas que no son personas (totales, firmas)",
        "en": "Rows that are no persons (totals, signatures)",
        "pt": "Linhas que não são pessoas (totais, assinaturas)",
    },
}
