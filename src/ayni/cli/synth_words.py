"""What ``ayni synth`` says, in three languages."""

from __future__ import annotations

WORDS = {
    "verb": {
        "es": "escribe nóminas y extractos de ejemplo",
        "en": "write example rosters and statements",
        "pt": "escreve relações e extratos de exemplo",
    },
    "families": {
        "es": "cuántas familias, en total",
        "en": "how many families in all",
        "pt": "quantas famílias no total",
    },
    "out": {"es": "carpeta de salida", "en": "folder to write to", "pt": "pasta de saída"},
    "seed": {
        "es": "la misma semilla da los mismos datos",
        "en": "the same seed gives the same data",
        "pt": "a mesma semente dá os mesmos dados",
    },
    "errors": {
        "es": "pone algunos errores conocidos en las nóminas",
        "en": "plant a few known mistakes in the rosters",
        "pt": "põe alguns erros conhecidos nas relações",
    },
    "json": {"es": "resultado en JSON", "en": "result as JSON", "pt": "resultado em JSON"},
    "working": {"es": "Nóminas", "en": "Rosters", "pt": "Relações"},
    "done": {
        "es": "{files} archivos en {out}: {families} familias, {persons} personas, "
        "{payments} pagos; la verdad está en truth.json.",
        "en": "{files} files in {out}: {families} families, {persons} persons, "
        "{payments} payments; the truth is in truth.json.",
        "pt": "{files} arquivos em {out}: {families} famílias, {persons} pessoas, "
        "{payments} pagamentos; a verdade está em truth.json.",
    },
    "too_few": {
        "es": "Se necesitan al menos 3 familias; se pidieron {families}.",
        "en": "At least 3 families are needed; {families} were asked for.",
        "pt": "São necessárias ao menos 3 famílias; foram pedidas {families}.",
    },
    "too_many": {
        "es": "Se pueden inventar hasta 3,000,000 de familias; se pidieron {families}.",
        "en": "Up to 3,000,000 families can be invented; {families} were asked for.",
        "pt": "Podem ser inventadas até 3.000.000 de famílias; foram pedidas {families}.",
    },
    "negative_seed": {
        "es": "La semilla es un número desde 0; se dio {seed}.",
        "en": "The seed is a number from 0; {seed} was given.",
        "pt": "A semente é um número a partir de 0; foi dado {seed}.",
    },
    "not_empty": {
        "es": "{out} no es una carpeta vacía; elija otra, para no mezclar datos.",
        "en": "{out} is not an empty folder; choose another, so that data do not mix.",
        "pt": "{out} não é uma pasta vazia; escolha outra, para não misturar dados.",
    },
}


def say(code: str, language: str, **details: object) -> str:
    """Fill a sentence."""
    return WORDS[code][language].format(**details)
