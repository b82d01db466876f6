"""What the assessment room says to people, in Spanish, English and Portuguese."""

from __future__ import annotations

LABELS: dict[str, dict[str, str]] = {
    "declared_income": {
        "es": "Ingreso declarado",
        "en": "Declared income",
        "pt": "Renda declarada",
    },
    "pay": {"es": "Remuneración del mes", "en": "Pay of the month", "pt": "Remuneração do mês"},
    "produce_sold": {
        "es": "Venta de la producción en el mes",
        "en": "Produce sold in the month",
        "pt": "Venda da produção no mês",
    },
    "no_base": {
        "es": "Sin base de ingreso",
        "en": "No income base",
        "pt": "Sem base de renda",
    },
    "slice": {
        "es": "Parte del ingreso en {subject}",
        "en": "Part of the income in {subject}",
        "pt": "Parte da renda em {subject}",
    },
    "slice_rate": {
        "es": "Tasa de esa parte",
        "en": "Rate of that part",
        "pt": "Taxa dessa parte",
    },
    "slices": {
        "es": "Suma de las partes",
        "en": "Sum of the parts",
        "pt": "Soma das partes",
    },
    "age": {"es": "Edad cumplida", "en": "Completed years of age", "pt": "Idade completa"},
    "age_band": {"es": "Grupo de edad", "en": "Age group", "pt": "Grupo de idade"},
    "age_amount": {
        "es": "Cuota del grupo de edad",
        "en": "Amount of the age group",
        "pt": "Valor do grupo de idade",
    },
    "persons": {
        "es": "Personas de la familia",
        "en": "Persons in the family",
        "pt": "Pessoas da família",
    },
    "size_band": {
        "es": "Tamaño de la familia",
        "en": "Size of the family",
        "pt": "Tamanho da família",
    },
    "size_amount": {
        "es": "Cuota por el tamaño de la familia",
        "en": "Amount for the size of the family",
        "pt": "Valor pelo tamanho da família",
    },
    "charged_dependants": {
        "es": "Derechohabientes que pagan",
        "en": "Dependants charged for",
        "pt": "Dependentes cobrados",
    },
    "each_dependant": {
        "es": "Cuota por derechohabiente",
        "en": "Amount for each dependant",
        "pt": "Valor por dependente",
    },
    "dependants_amount": {
        "es": "Cuota por los derechohabientes",
        "en": "Amount for the dependants",
        "pt": "Valor pelos dependentes",
    },
    "units_delivered": {
        "es": "Cantidad entregada ({subject})",
        "en": "Quantity delivered ({subject})",
        "pt": "Quantidade entregue ({subject})",
    },
    "each_unit": {
        "es": "Retención por unidad entregada",
        "en": "Retention per unit delivered",
        "pt": "Retenção por unidade entregue",
    },
    "workers": {
        "es": "Trabajadores del empleador",
        "en": "Workers of the employer",
        "pt": "Trabalhadores do empregador",
    },
    "yearly_sales": {
        "es": "Ventas del año del empleador",
        "en": "Yearly sales of the employer",
        "pt": "Vendas do ano do empregador",
    },
    "sales_limit": {
        "es": "Ventas desde las que un empleador es grande",
        "en": "Sales above which an employer is large",
        "pt": "Vendas a partir das quais um empregador é grande",
    },
    "employer_size": {
        "es": "Tamaño del empleador",
        "en": "Size of the employer",
        "pt": "Tamanho do empregador",
    },
    "set_amount": {
        "es": "Monto que fija la norma",
        "en": "Amount set by the norm",
        "pt": "Valor fixado pela norma",
    },
    "activity": {"es": "Actividad", "en": "Activity", "pt": "Atividade"},
    "presumptive": {
        "es": "Ingreso de referencia de la actividad",
        "en": "Reference income of the activity",
        "pt": "Renda de referência da atividade",
    },
    "minimum_base": {"es": "Base mínima", "en": "Minimum base", "pt": "Base mínima"},
    "maximum_base": {"es": "Base máxima", "en": "Maximum base", "pt": "Base máxima"},
    "at_least": {
        "es": "Base, no menor que la mínima",
        "en": "Base, not below the minimum",
        "pt": "Base, não menor que a mínima",
    },
    "at_most": {
        "es": "Base, no mayor que la máxima",
        "en": "Base, not above the maximum",
        "pt": "Base, não maior que a máxima",
    },
    "case": {"es": "Caso que se aplica", "en": "Case that applies", "pt": "Caso que se aplica"},
    "chosen_base": {"es": "Base del caso", "en": "Base of the case", "pt": "Base do caso"},
    "rate": {"es": "Tasa", "en": "Rate", "pt": "Taxa"},
    "scale_unit": {
        "es": "Unidad de la escala",
        "en": "Unit of the scale",
        "pt": "Unidade da escala",
    },
    "band": {
        "es": "Tramo según el ingreso",
        "en": "Band by income",
        "pt": "Faixa segundo a renda",
    },
    "band_rate": {"es": "Tasa del tramo", "en": "Rate of the band", "pt": "Taxa da faixa"},
    "total_rate": {
        "es": "Tasa total constante",
        "en": "Constant total rate",
        "pt": "Taxa total constante",
    },
    "completing_rate": {
        "es": "Tasa que completa el total",
        "en": "Rate that completes the total",
        "pt": "Taxa que completa o total",
    },
    "flat": {"es": "Cuota fija", "en": "Flat amount", "pt": "Valor fixo"},
    "no_rate": {"es": "Sin tasa", "en": "No rate", "pt": "Sem taxa"},
    "chosen_rate": {"es": "Tasa del caso", "en": "Rate of the case", "pt": "Taxa do caso"},
    "chosen_flat": {
        "es": "Cuota fija del caso",
        "en": "Flat amount of the case",
        "pt": "Valor fixo do caso",
    },
    "share": {
        "es": "Aporte: {subject}",
        "en": "Contribution: {subject}",
        "pt": "Contribuição: {subject}",
    },
    "collected_rate": {
        "es": "Tasa que se cobra",
        "en": "Rate collected",
        "pt": "Taxa cobrada",
    },
    "payer_total": {
        "es": "Total a cargo de: {subject}",
        "en": "Total borne by: {subject}",
        "pt": "Total a cargo de: {subject}",
    },
    "late_amount": {
        "es": "Monto que se debía",
        "en": "Amount that was due",
        "pt": "Valor devido",
    },
    "due_day": {"es": "Vencía el", "en": "Fell due on", "pt": "Vencia em"},
    "payment_day": {"es": "Se calcula al", "en": "Computed on", "pt": "Calculado em"},
    "grace": {
        "es": "Último día sin recargo ni interés",
        "en": "Last day without surcharge or interest",
        "pt": "Último dia sem multa nem juros",
    },
    "prescribes": {
        "es": "Se puede cobrar hasta el",
        "en": "Can be claimed until",
        "pt": "Pode ser cobrado até",
    },
    "prescribed": {
        "es": "Deuda prescrita: se podía cobrar hasta el",
        "en": "Prescribed debt: it could be claimed until",
        "pt": "Dívida prescrita: podia ser cobrada até",
    },
    "interest_days": {
        "es": "Días con interés ({subject})",
        "en": "Days with interest ({subject})",
        "pt": "Dias com juros ({subject})",
    },
    "interest_rate": {
        "es": "Tasa de interés mensual (un treintavo por día)",
        "en": "Monthly rate of interest (a thirtieth a day)",
        "pt": "Taxa de juros mensal (um trinta avos por dia)",
    },
    "interest": {"es": "Interés", "en": "Interest", "pt": "Juros"},
    "surcharge_rate": {
        "es": "Tasa del recargo",
        "en": "Rate of the surcharge",
        "pt": "Taxa da multa",
    },
    "surcharge": {"es": "Recargo", "en": "Surcharge", "pt": "Multa"},
    "total_owed": {
        "es": "Total que se debe ese día",
        "en": "Total owed on that day",
        "pt": "Total devido nesse dia",
    },
    "period": {
        "es": "Meses del período ({subject})",
        "en": "Months of the period ({subject})",
        "pt": "Meses do período ({subject})",
    },
    "owed": {
        "es": "Aporte del período",
        "en": "Contribution of the period",
        "pt": "Contribuição do período",
    },
    "paid": {"es": "Pagado", "en": "Paid", "pt": "Pago"},
    "part_share": {
        "es": "Parte que abre los primeros meses",
        "en": "Part that opens the first months",
        "pt": "Parte que abre os primeiros meses",
    },
    "part_months": {
        "es": "Primeros meses que esa parte abre",
        "en": "First months which that part opens",
        "pt": "Primeiros meses que essa parte abre",
    },
    "credited_months": {
        "es": "Meses que acredita la retención",
        "en": "Months that the retention credits",
        "pt": "Meses que a retenção credita",
    },
    "months_bought": {
        "es": "Meses acreditados ({subject})",
        "en": "Months credited ({subject})",
        "pt": "Meses creditados ({subject})",
    },
    "due": {"es": "Total por pagar", "en": "Total due", "pt": "Total a pagar"},
}

#: Choices that the engine names; all others have the names their scheme gives them.
CHOICES: dict[str, dict[str, str]] = {
    "default": {"es": "regla general", "en": "general rule", "pt": "regra geral"},
    "large": {"es": "grande", "en": "large", "pt": "grande"},
    "other": {"es": "no es grande", "en": "not large", "pt": "não é grande"},
}

PROBLEMS: dict[str, dict[str, str]] = {
    "missing": {
        "es": "falta el dato {column}",
        "en": "{column} is missing",
        "pt": "falta o dado {column}",
    },
    "negative": {
        "es": "{column} es negativo",
        "en": "{column} is negative",
        "pt": "{column} é negativo",
    },
    "too_large": {
        "es": "{column} es demasiado grande; revise la unidad (céntimos)",
        "en": "{column} is too large; check the unit (minor units)",
        "pt": "{column} é grande demais; verifique a unidade (centavos)",
    },
    "unknown_sex": {
        "es": "el sexo se escribe F o M",
        "en": "the sex is written F or M",
        "pt": "o sexo se escreve F ou M",
    },
    "unknown_activity": {
        "es": "el esquema no conoce esta actividad",
        "en": "the scheme does not know this activity",
        "pt": "o esquema não conhece esta atividade",
    },
}


def label_text(code: str, *, language: str, subject: str) -> str:
    """Name a step of the working."""
    return LABELS[code][language].format(subject=subject)


def choice_text(code: str, *, language: str) -> str:
    """Name a choice: the engine's in the language, a scheme's own as it is written there."""
    return CHOICES[code][language] if code in CHOICES else code


def problem_text(code: str, *, language: str, column: str) -> str:
    """Say what is wrong with a fact."""
    return PROBLEMS[code][language].format(column=column)
