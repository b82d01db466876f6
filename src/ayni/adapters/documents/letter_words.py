"""The words of the letter to a family whose agreement ends, in the three languages."""

from __future__ import annotations

from ayni.adapters.documents.notice import UnknownLanguage
from ayni.core.periods.words import MONTHS

WORDS = {
    "title": {
        "es": "Su convenio termina: lo que su familia conserva",
        "en": "Your agreement ends: what your family keeps",
        "pt": "Seu convênio termina: o que sua família conserva",
    },
    "to": {
        "es": "Para la familia de",
        "en": "To the family of",
        "pt": "Para a família de",
    },
    "document": {"es": "Documento", "en": "Document", "pt": "Documento"},
    "family": {"es": "Familia n.º", "en": "Family no.", "pt": "Família n.º"},
    "persons": {
        "es": "Personas de la familia",
        "en": "Persons in the family",
        "pt": "Pessoas da família",
    },
    "credited": {
        "es": "Meses acreditados",
        "en": "Months credited",
        "pt": "Meses creditados",
    },
    "agreement": {"es": "Convenio", "en": "Agreement", "pt": "Convênio"},
    "ended": {
        "es": "{day} es el primer día sin el convenio.",
        "en": "{day} is the first day without the agreement.",
        "pt": "{day} é o primeiro dia sem o convênio.",
    },
    "until": {
        "es": "Último día de cobertura de su familia",
        "en": "Last day on which your family is covered",
        "pt": "Último dia de cobertura da sua família",
    },
    "after": {
        "es": "Por los meses que aportó, su familia sigue cubierta {months} meses después del "
        "convenio, hasta el {day}.",
        "en": "For the months it contributed, your family stays covered for {months} months after "
        "the agreement, until {day}.",
        "pt": "Pelos meses em que contribuiu, sua família segue coberta {months} meses depois do "
        "convênio, até {day}.",
    },
    "no_after": {
        "es": "Después de ese día su familia no queda cubierta por este convenio.",
        "en": "After that day your family is not covered by this agreement.",
        "pt": "Depois desse dia sua família não fica coberta por este convênio.",
    },
    "keep": {"es": "Lo que conserva", "en": "What you keep", "pt": "O que conserva"},
    "record": {
        "es": "Los meses acreditados quedan en el registro y cuentan en: {regime}.",
        "en": "The months credited stay in the record and count in: {regime}.",
        "pt": "Os meses creditados ficam no registro e contam em: {regime}.",
    },
    "do": {"es": "Qué puede hacer", "en": "What you can do", "pt": "O que pode fazer"},
    "do_1": {
        "es": "Hasta el último día de cobertura, atiéndase como siempre con su documento de "
        "identidad. No deje para después controles ni tratamientos.",
        "en": "Until the last day of cover, go for care as always with your identity document. "
        "Do not put off check-ups or treatment.",
        "pt": "Até o último dia de cobertura, busque atendimento como sempre com seu documento de "
        "identidade. Não deixe para depois consultas nem tratamentos.",
    },
    "do_2": {
        "es": "Pregunte en su asociación si se firma otro convenio o si puede entrar con otra.",
        "en": "Ask your association whether another agreement is signed, or whether you can join "
        "with another.",
        "pt": "Pergunte à sua associação se outro convênio será assinado ou se pode entrar com "
        "outra.",
    },
    "do_3": {
        "es": "Si ninguno sigue, afíliese por su cuenta antes del último día: no se registra si su "
        "familia estaba antes en otro seguro, y puede quedarse sin ninguno.",
        "en": "If none goes on, join by yourself before the last day: it is not recorded whether "
        "your family was in another insurance before, and you may be left with none.",
        "pt": "Se nenhum continuar, filie-se por conta própria antes do último dia: não se registra "
        "se sua família estava antes em outro seguro, e pode ficar sem nenhum.",
    },
    "do_4": {
        "es": "Guarde esta carta: dice cuántos meses tiene acreditados.",
        "en": "Keep this letter: it says how many months you have credited.",
        "pt": "Guarde esta carta: ela diz quantos meses tem creditados.",
    },
    "ways": {
        "es": "Seguir por su cuenta",
        "en": "Going on by yourself",
        "pt": "Seguir por conta própria",
    },
    "way": {"es": "Seguro", "en": "Insurance", "pt": "Seguro"},
    "price": {"es": "Aporte al mes", "en": "A month", "pt": "Por mês"},
    "waiting": {
        "es": "Meses pagados antes de cubrir",
        "en": "Months paid before cover",
        "pt": "Meses pagos antes de cobrir",
    },
    "unknown": {
        "es": "según su ingreso",
        "en": "by your income",
        "pt": "conforme sua renda",
    },
    "no_ways": {
        "es": "No conocemos aquí un seguro al que una familia pueda entrar por su cuenta. "
        "Pregunte en su asociación.",
        "en": "We know of no insurance here that a family can join by itself. Ask your association.",
        "pt": "Não conhecemos aqui um seguro em que uma família possa entrar por conta própria. "
        "Pergunte à sua associação.",
    },
    "list": {
        "es": "Lista de entrega de cartas",
        "en": "Delivery list of letters",
        "pt": "Lista de entrega das cartas",
    },
    "part": {
        "es": "Familias {first} a {last} de {whole}",
        "en": "Families {first} to {last} of {whole}",
        "pt": "Famílias {first} a {last} de {whole}",
    },
    "insured": {"es": "Titular", "en": "Insured person", "pt": "Titular"},
    "covered_until": {"es": "Cubierta hasta", "en": "Covered until", "pt": "Coberta até"},
    "received": {
        "es": "Recibido (firma)",
        "en": "Received (signature)",
        "pt": "Recebido (assinatura)",
    },
    "proposed": {
        "es": "Las reglas de este convenio son un modelo propuesto, no ley.",
        "en": "The rules of this agreement are a proposed model, not law.",
        "pt": "As regras deste convênio são um modelo proposto, não lei.",
    },
    "example": {"es": "EJEMPLO", "en": "EXAMPLE", "pt": "EXEMPLO"},
    "page": {"es": "Página", "en": "Page", "pt": "Página"},
}


def letter_words(language: str) -> dict[str, str]:
    """Give every word in the language; UnknownLanguage where we have none."""
    if language not in MONTHS:
        raise UnknownLanguage(f"{language!r}: known are {', '.join(MONTHS)}")
    return {code: texts[language] for code, texts in WORDS.items()}
