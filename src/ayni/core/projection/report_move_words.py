"""Names of the moves of a tornado, with what is done to either side, in Spanish, English and Portuguese."""

from __future__ import annotations

from collections.abc import Mapping

_TEN = ("−10 %", "+10 %")
_QUARTER = ("−25 %", "+25 %")
_HALF = ("−50 %", "+50 %")
_POINT = ("−1 punto", "+1 punto"), ("−1 point", "+1 point"), ("−1 ponto", "+1 ponto")

Sides = tuple[str, str]


def _same(sides: Sides) -> tuple[Sides, Sides, Sides]:
    return sides, sides, sides


#: Code -> name, and for each language what is done downward and upward.
MOVE_WORDS: Mapping[str, tuple[tuple[str, str, str], tuple[Sides, Sides, Sides]]] = {
    "use": (("Frecuencia de uso", "Frequency of use", "Frequência de uso"), _same(_TEN)),
    "cost": (("Costo por atención", "Cost an event", "Custo por atenção"), _same(_TEN)),
    "inflation": (("Inflación médica, al año", "Medical inflation, a year", "Inflação médica, ao ano"), _POINT),
    "old": (("Uso de los mayores de 60", "Use by those over 60", "Uso dos maiores de 60"), _same(_TEN)),
    "surge": (("Uso de más en los primeros meses", "Extra use in the first months", "Uso a mais nos primeiros meses"), _same(_QUARTER)),
    "tail": (("Parte de atenciones muy caras", "Part of very costly events", "Parte de atenções muito caras"), _same(_HALF)),
    "paying": (("Pago a tiempo (logit ±0.4, unos 8 puntos)", "Paying in time (logit ±0.4, some 8 points)", "Pagamento em dia (logit ±0.4, uns 8 pontos)"), (("menos", "más"), ("less", "more"), ("menos", "mais"))),
    "price_effect": (("Efecto del precio en el pago", "Effect of the price on paying", "Efeito do preço no pagamento"), _same(_HALF)),
    "grace": (("Lo que se paga en la gracia", "What is paid in grace", "O que se paga na tolerância"), _same(_QUARTER)),
    "return": (("Retorno de quienes salieron", "Return of those who left", "Retorno de quem saiu"), _same(_QUARTER)),
    "lapse": (("Meses impagos para salir", "Months unpaid before leaving", "Meses não pagos para sair"), (("−1 mes", "+1 mes"), ("−1 month", "+1 month"), ("−1 mês", "+1 mês"))),
    "exit": (("Salida definitiva", "Leaving for good", "Saída definitiva"), _same(_QUARTER)),
    "participation": (("Participación al inicio", "Participation at the start", "Participação no início"), _same(_TEN)),
    "entries": (("Familias que ingresan después", "Families that come in later", "Famílias que ingressam depois"), _same(_QUARTER)),
    "mortality": (("Mortalidad", "Mortality", "Mortalidade"), _same(_TEN)),
    "fertility": (("Fecundidad", "Fertility", "Fecundidade"), _same(_TEN)),
    "formation": (("Formación de parejas", "Taking a partner", "Formação de casais"), _same(_QUARTER)),
    "epidemic_starts": (("Frecuencia de epidemias", "Frequency of epidemics", "Frequência de epidemias"), _same(_HALF)),
    "epidemic_factor": (("Uso de más en una epidemia", "Extra use in an epidemic", "Uso a mais em uma epidemia"), _same(_QUARTER)),
    "default": (("Caída de asociaciones", "Default of associations", "Queda de associações"), _same(_HALF)),
    "investment": (("Rendimiento, al año", "Return, a year", "Rendimento, ao ano"), _POINT),
    "administration": (("Gasto de administración", "Cost of administration", "Gasto de administração"), _same(_TEN)),
}  # fmt: skip
