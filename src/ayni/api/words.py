"""What the API says to people, in Spanish, English and Portuguese."""

from __future__ import annotations

Words = dict[str, dict[str, str]]

LANGUAGES = ("es", "en", "pt")

ERRORS: Words = {
    "unauthenticated": {
        "es": "Falta la clave del programa, o ya no vale. Envíela en la cabecera Authorization: Bearer.",
        "en": "The key of the programme is missing, or no longer valid. Send it in the header "
        "Authorization: Bearer.",
        "pt": "Falta a chave do programa, ou já não vale. Envie-a no cabeçalho Authorization: Bearer.",
    },
    "not_allowed": {
        "es": "Esta clave no puede hacer esta pregunta.",
        "en": "This key may not ask this question.",
        "pt": "Esta chave não pode fazer esta pergunta.",
    },
    "id": {
        "es": "El número de documento (id) lleva de 6 a 20 cifras o letras.",
        "en": "The document number (id) has 6 to 20 digits or letters.",
        "pt": "O número de documento (id) tem de 6 a 20 algarismos ou letras.",
    },
    "date": {
        "es": "La fecha (date) se escribe año-mes-día, como 2026-11-23, entre 1900 y 2199.",
        "en": "The date is written year-month-day, as 2026-11-23, between 1900 and 2199.",
        "pt": "A data (date) se escreve ano-mês-dia, como 2026-11-23, entre 1900 e 2199.",
    },
    "event": {
        "es": "El motivo (event) es uno de estos: illness, accident, emergency, pregnancy.",
        "en": "The event is one of these: illness, accident, emergency, pregnancy.",
        "pt": "O motivo (event) é um destes: illness, accident, emergency, pregnancy.",
    },
    "benefit": {
        "es": "El esquema de la persona no tiene una prestación (benefit) con espera de ese nombre.",
        "en": "The scheme of the person has no benefit with a waiting of that name.",
        "pt": "O esquema da pessoa não tem uma prestação (benefit) com carência desse nome.",
    },
    "unknown_parameter": {
        "es": "Solo se pregunta por id, date, event y benefit.",
        "en": "Only id, date, event and benefit are asked by.",
        "pt": "Só se pergunta por id, date, event e benefit.",
    },
    "repeated_parameter": {
        "es": "Cada dato se escribe una sola vez.",
        "en": "Each parameter is written once.",
        "pt": "Cada dado se escreve uma só vez.",
    },
    "no_rule": {
        "es": "El esquema no tiene regla para esa fecha.",
        "en": "The scheme has no rule for that date.",
        "pt": "O esquema não tem regra para essa data.",
    },
    "unavailable": {
        "es": "No se puede responder ahora: la base de datos no contesta. Vuelva a preguntar en un "
        "momento. Una emergencia se atiende siempre.",
        "en": "There is no answer now: the database does not reply. Ask again in a moment. An "
        "emergency is always attended.",
        "pt": "Não se pode responder agora: o banco de dados não responde. Pergunte de novo em um "
        "momento. Uma emergência sempre se atende.",
    },
}

UNKNOWN = {
    "es": "Nadie con este documento consta en esta institución. Revise el número.",
    "en": "Nobody with this document is recorded in this institution. Check the number.",
    "pt": "Ninguém com este documento consta nesta instituição. Confira o número.",
}
