"""What the alliance room says to people, in Spanish, English and Portuguese."""

from __future__ import annotations

CLAUSES: dict[str, dict[str, str]] = {
    "income": {
        "es": "Ingreso de referencia: {activity}",
        "en": "Reference income: {activity}",
        "pt": "Renda de referência: {activity}",
    },
    "reference_income": {
        "es": "Ingreso de referencia de cada actividad",
        "en": "Reference income of each activity",
        "pt": "Renda de referência de cada atividade",
    },
    "calendar": {
        "es": "Calendario de pago",
        "en": "Payment calendar",
        "pt": "Calendário de pagamento",
    },
    "part_payment": {
        "es": "Pago parcial de un mes",
        "en": "Part payment of a month",
        "pt": "Pagamento parcial de um mês",
    },
    "entry_windows": {
        "es": "Meses en que ingresan familias",
        "en": "Months in which families come in",
        "pt": "Meses em que ingressam famílias",
    },
}

PROBLEMS: dict[str, dict[str, str]] = {
    "not_a_figure": {
        "es": "«{value}» no es una cifra; se espera algo como {example}",
        "en": "“{value}” is not a figure; something like {example} is expected",
        "pt": "“{value}” não é um número; espera-se algo como {example}",
    },
    "ambiguous": {
        "es": "«{value}» puede leerse de dos maneras; escriba {example}",
        "en": "“{value}” can be read in two ways; write {example}",
        "pt": "“{value}” pode ser lido de duas maneiras; escreva {example}",
    },
    "too_many_decimals": {
        "es": "«{value}» tiene más decimales de los que caben; escriba algo como {example}",
        "en": "“{value}” has more decimals than fit; write something like {example}",
        "pt": "“{value}” tem mais decimais do que cabem; escreva algo como {example}",
    },
    "below": {
        "es": "{value} es menos que el mínimo; se espera de {lowest} a {highest}",
        "en": "{value} is less than the least; from {lowest} to {highest} is expected",
        "pt": "{value} é menos que o mínimo; espera-se de {lowest} a {highest}",
    },
    "above": {
        "es": "{value} es más que el máximo; se espera de {lowest} a {highest}",
        "en": "{value} is more than the most; from {lowest} to {highest} is expected",
        "pt": "{value} é mais que o máximo; espera-se de {lowest} a {highest}",
    },
    "unknown_clause": {
        "es": "este esquema no deja fijar «{value}»; deja fijar {example}",
        "en": "this scheme does not let “{value}” be set; it lets {example} be set",
        "pt": "este esquema não deixa fixar “{value}”; deixa fixar {example}",
    },
    "unknown_choice": {
        "es": "«{value}» no es una de las opciones: {example}",
        "en": "“{value}” is not one of the choices: {example}",
        "pt": "“{value}” não é uma das opções: {example}",
    },
    "too_few_months": {
        "es": "son menos meses de los que el esquema pide; como mínimo {lowest}",
        "en": "these are fewer months than the scheme asks for; at least {lowest}",
        "pt": "são menos meses do que o esquema pede; no mínimo {lowest}",
    },
    "missing": {
        "es": "falta; por ejemplo {example}",
        "en": "missing; for example {example}",
        "pt": "falta; por exemplo {example}",
    },
}


def problem_text(code: str, *, language: str, **particulars: str) -> str:
    """Say what is wrong with a typed term, and what would be right."""
    return PROBLEMS[code][language].format(**particulars)


SCANS: dict[str, dict[str, str]] = {
    "empty": {
        "es": "El archivo está vacío. Suba el convenio firmado en PDF, PNG o JPEG.",
        "en": "The file is empty. Upload the signed agreement as PDF, PNG or JPEG.",
        "pt": "O arquivo está vazio. Envie o convênio assinado em PDF, PNG ou JPEG.",
    },
    "too_large": {
        "es": "El archivo pasa de {largest}. Escanee en menor resolución o en blanco y negro.",
        "en": "The file is over {largest}. Scan at a lower resolution or in black and white.",
        "pt": "O arquivo passa de {largest}. Digitalize em menor resolução ou em preto e branco.",
    },
    "another_kind": {
        "es": "El archivo no es un PDF ni una imagen PNG o JPEG. Suba el convenio firmado en uno de esos formatos.",
        "en": "The file is no PDF and no PNG or JPEG image. Upload the signed agreement in one of these formats.",
        "pt": "O arquivo não é um PDF nem uma imagem PNG ou JPEG. Envie o convênio assinado em um desses formatos.",
    },
    "cut_short": {
        "es": "El archivo está cortado: le falta el final. Vuelva a copiarlo o a escanearlo.",
        "en": "The file is cut short: its end is missing. Copy or scan it again.",
        "pt": "O arquivo está cortado: falta o final. Copie-o ou digitalize-o de novo.",
    },
}


def scan_text(code: str, *, language: str, **particulars: str) -> str:
    """Say why a scan is not taken, and what would be right."""
    return SCANS[code][language].format(**particulars)
