"""The words of the documents, in the three languages. A name in braces is filled in by the page."""

from __future__ import annotations

from ayni.adapters.documents.notice import NoticeDocument, UnknownLanguage
from ayni.core.periods.words import MONTHS, date_words, month_words

__all__ = ["MONTHS", "WORDS", "date_words", "month_words", "words_for"]

WORDS = {
    "title": {
        "es": "Liquidación de aportes",
        "en": "Notice of contributions",
        "pt": "Aviso de contribuições",
    },
    "number": {"es": "N.º", "en": "No.", "pt": "N.º"},
    "to": {"es": "Para", "en": "To", "pt": "Para"},
    "tax_id": {"es": "RUC", "en": "Tax number (RUC)", "pt": "Número fiscal (RUC)"},
    "agreement": {"es": "Convenio", "en": "Agreement", "pt": "Convênio"},
    "scheme": {"es": "Régimen", "en": "Scheme", "pt": "Regime"},
    "month": {"es": "Mes de aporte", "en": "Month", "pt": "Mês de contribuição"},
    "issued": {"es": "Fecha de emisión", "en": "Issued on", "pt": "Data de emissão"},
    "families": {"es": "Familias", "en": "Families", "pt": "Famílias"},
    "persons": {"es": "Personas protegidas", "en": "Persons protected", "pt": "Pessoas protegidas"},
    "persons_short": {"es": "Personas", "en": "Persons", "pt": "Pessoas"},
    "amount_due": {"es": "Monto por pagar", "en": "Amount due", "pt": "Valor a pagar"},
    "due_date": {"es": "Pagar hasta el", "en": "Pay by", "pt": "Pagar até"},
    "reference": {
        "es": "Código de pago",
        "en": "Payment reference",
        "pt": "Código de pagamento",
    },
    "how_to_pay": {"es": "Cómo pagar", "en": "How to pay", "pt": "Como pagar"},
    "step_1": {
        "es": "Deposite o transfiera el monto por pagar a esta cuenta:",
        "en": "Deposit or transfer the amount due to this account:",
        "pt": "Deposite ou transfira o valor a pagar para esta conta:",
    },
    "step_2": {
        "es": "Escriba el código de pago en el motivo o referencia, tal como está aquí. "
        "Así el pago llega a sus familias sin demora.",
        "en": "Write the payment reference as it stands here in the field for reason or reference. "
        "Then the payment reaches your families without delay.",
        "pt": "Escreva o código de pagamento no campo de motivo ou referência, tal como está aqui. "
        "Assim o pagamento chega às suas famílias sem demora.",
    },
    "step_3": {
        "es": "Si no puede pagar todo, pague una parte con el mismo código: se aplica a los "
        "aportes según el convenio.",
        "en": "If you cannot pay all, pay a part with the same reference: it is applied as the "
        "agreement says.",
        "pt": "Se não puder pagar tudo, pague uma parte com o mesmo código: aplica-se conforme o "
        "convênio.",
    },
    "shares_title": {"es": "Quién aporta", "en": "Who contributes", "pt": "Quem contribui"},
    "summary_committee": {
        "es": "Resumen por comité",
        "en": "Summary by committee",
        "pt": "Resumo por comitê",
    },
    "summary_activity": {
        "es": "Resumen por actividad",
        "en": "Summary by activity",
        "pt": "Resumo por atividade",
    },
    "committee": {"es": "Comité", "en": "Committee", "pt": "Comitê"},
    "activity": {"es": "Actividad", "en": "Activity", "pt": "Atividade"},
    "due": {"es": "Aporte", "en": "Contribution", "pt": "Contribuição"},
    "total": {"es": "Total", "en": "Total", "pt": "Total"},
    "detail": {"es": "Detalle por familia", "en": "Detail by family", "pt": "Detalhe por família"},
    "detail_more": {
        "es": "Primeras {shown} líneas de {whole}. El detalle completo está en el archivo {file}.",
        "en": "First {shown} lines of {whole}. The whole detail is in the file {file}.",
        "pt": "Primeiras {shown} linhas de {whole}. O detalhe completo está no arquivo {file}.",
    },
    "pays_for": {"es": "Paga por", "en": "Pays for", "pt": "Paga por"},
    "detail_apart": {
        "es": "El detalle por familia ({file}) lo recibe la asociación por la que usted paga.",
        "en": "The detail by family ({file}) goes to the association you pay for.",
        "pt": "O detalhe por família ({file}) vai para a associação pela qual você paga.",
    },
    "detail_whole": {
        "es": "Las {whole} líneas. También están en el archivo {file}.",
        "en": "All {whole} lines. They are also in the file {file}.",
        "pt": "Todas as {whole} linhas. Também estão no arquivo {file}.",
    },
    "family": {"es": "Familia", "en": "Family", "pt": "Família"},
    "insured": {"es": "Titular", "en": "Insured person", "pt": "Titular"},
    "document": {"es": "Documento", "en": "Document", "pt": "Documento"},
    "base": {"es": "Base", "en": "Base", "pt": "Base"},
    "rate": {"es": "Tasa", "en": "Rate", "pt": "Taxa"},
    "line_due": {"es": "Aporte total", "en": "Contribution", "pt": "Contribuição total"},
    "proposed_title": {
        "es": "Modelo propuesto, no es ley",
        "en": "A proposed model, not law",
        "pt": "Modelo proposto, não é lei",
    },
    "proposed": {
        "es": "Las reglas y los montos de esta liquidación son un modelo para negociar un "
        "convenio. No están en una ley vigente y no obligan a nadie.",
        "en": "The rules and amounts of this notice are a model to negotiate an agreement. They "
        "are not in a law in force and oblige nobody.",
        "pt": "As regras e os valores deste aviso são um modelo para negociar um convênio. Não "
        "estão em lei vigente e não obrigam ninguém.",
    },
    "example": {"es": "EJEMPLO", "en": "EXAMPLE", "pt": "EXEMPLO"},
    "example_note": {
        "es": "Documento de demostración: la organización y las personas son inventadas. No pagar.",
        "en": "A demonstration: the association and the persons are invented. Do not pay.",
        "pt": "Documento de demonstração: a organização e as pessoas são inventadas. Não pagar.",
    },
    "legal_basis": {"es": "Base legal", "en": "Legal basis", "pt": "Base legal"},
    "contact": {"es": "Consultas", "en": "Questions", "pt": "Dúvidas"},
    "page": {"es": "Página", "en": "Page", "pt": "Página"},
    "of": {"es": "de", "en": "of", "pt": "de"},
}

#: What is said otherwise where an employer pays for workers.
WORKER_WORDS = {
    "families": {"es": "Trabajadores", "en": "Workers", "pt": "Trabalhadores"},
    "family": {"es": "N.º", "en": "No.", "pt": "N.º"},
    "insured": {"es": "Trabajador", "en": "Worker", "pt": "Trabalhador"},
    "detail": {
        "es": "Detalle por trabajador",
        "en": "Detail by worker",
        "pt": "Detalhe por trabalhador",
    },
    "step_2": {
        "es": "Escriba el código de pago en el motivo o referencia, tal como está aquí. "
        "Así el pago llega a sus trabajadores sin demora.",
        "en": "Write the payment reference as it stands here in the field for reason or reference. "
        "Then the payment reaches your workers without delay.",
        "pt": "Escreva o código de pagamento no campo de motivo ou referência, tal como está aqui. "
        "Assim o pagamento chega aos seus trabalhadores sem demora.",
    },
}


def words_of(notice: NoticeDocument, *, language: str) -> dict[str, str]:
    """Give the words of one notice: a worker's are not a family's, and a tax number has its country's name."""
    words = words_for(language)
    if notice.unit == "worker":
        words |= {code: texts[language] for code, texts in WORKER_WORDS.items()}
    return words | ({"tax_id": notice.tax_label} if notice.tax_label else {})


def words_for(language: str) -> dict[str, str]:
    """Give every word in the language; UnknownLanguage where we have none."""
    if language not in MONTHS:
        raise UnknownLanguage(f"{language!r}: known are {', '.join(MONTHS)}")
    return {code: texts[language] for code, texts in WORDS.items()}
