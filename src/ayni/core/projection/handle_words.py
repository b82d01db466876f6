"""The names of what is moved at the table and is no clause, in Spanish, English and Portuguese."""

from __future__ import annotations

from ayni.core.projection.handles import Handle
from ayni.core.projection.report_words import Words, word

HANDLES: Words = {
    "state_pays": ("Lo que el Estado paga de verdad de su parte", "What the State really pays of its part", "O que o Estado paga de verdade da sua parte"),
    "opening_reserve": ("Reserva con que se empieza", "Reserve to begin with", "Reserva com que se começa"),
    "administration": ("Gastos de administración, de los aportes", "Administration, of contributions", "Despesas de administração, das contribuições"),
    "penalty": ("Recargo por pagar tarde", "Penalty for paying late", "Acréscimo por pagar tarde"),
    "care_level": ("Precio de la atención, frente a lo supuesto", "Price of care, against what is assumed", "Preço da atenção, frente ao suposto"),
    "stop_ceded": ("Parte del exceso que toma el seguro de años malos", "Part of the excess that the cover for bad years takes", "Parte do excesso que assume o seguro de anos ruins"),
    "stop_from": ("Costo sobre aportes desde el que ese seguro paga", "Cost over contributions from which that cover pays", "Custo sobre contribuições a partir do qual esse seguro paga"),
    "stop_price": ("Lo que cuesta ese seguro, de los aportes", "What that cover costs, of contributions", "O que custa esse seguro, das contribuições"),
    "discount": ("Interés con que se trae al presente", "Interest at which it is brought to the present", "Juros com que se traz ao presente"),
}  # fmt: skip


def handle_text(one: Handle, *, language: str) -> str:
    """Name what may be moved: a clause has its own name."""
    if one.clause is not None:
        return one.clause.name.in_language(language)
    return word(HANDLES, one.key, language)
