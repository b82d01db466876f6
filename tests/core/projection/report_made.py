"""Facts of a study made by hand: every figure is another, so that none hides a mix-up."""

from __future__ import annotations

from datetime import date

from ayni.core.projection.conclusions import Verdict
from ayni.core.projection.people_indicators import EntryCohort, Stay
from ayni.core.projection.report_facts import (
    Assumed,
    Check,
    Conclusion,
    Data,
    Facts,
    Law,
    Proof,
    Reproduction,
    Result,
    Sensitivity,
    Subject,
    Year,
)
from ayni.core.projection.reporting import Kind
from ayni.core.scheme import Standing

FIRST = 2027 * 12
BANDS = (*(f"{age}-{age + 4}" for age in range(0, 80, 5)), "80+")
NASTY = '=1 #import "a" $y$ *b* <script>alert(1)</script> & co'


def years(scale: float, *, count: int = 10) -> tuple[Year, ...]:
    found, reserve = [], 0.0
    for place in range(count):
        income = scale * 15.1e8 * 1.03**place
        care = 139.7e8 * 1.05**place
        administration = 0.08 * care + 1e5 * place
        reserve += income - care - administration
        spread = 11e8 * (place + 1) ** 0.5
        found.append(
            Year(
                label=str(2027 + place),
                families=31_250 + 311 * place,
                persons=148_750 + 1_481 * place,
                covered=120_111 + 907 * place,
                income=income,
                care=care,
                administration=administration,
                reserve=reserve,
                earnings=income / 0.04,
                percentiles=tuple(
                    reserve + spread * step for step in (-1.9, -0.7, 0.03, 0.71, 1.6)
                ),
            )
        )
    return tuple(found)


def indicators(scale: float) -> dict[str, float | None]:
    return {
        "charged": 4_520 * scale,
        "break_even": 48_731,
        "self_financing": 0.0928 * scale,
        "general_average_premium": 0.43125,
        "payg_first": 0.3998,
        "payg_last": 0.4713,
        "scaled_premium": 46_219,
        "contribution_for_ruin": 51_007,
        "reserve_ratio_last": -6.43,
        "loss_ratio": 9.25,
        "collection": 0.7312,
        "in_time": 0.6181,
        "coverage": 0.8077,
        "dependency": 3.761,
        "persistence_12": 0.8833,
        "persistence_24": 0.8107,
        "persistence_36": None,
        "present_income": 146.2e8,
        "present_spending": 1_575.4e8,
        "net_present": -1_429.2e8,
        "ruin_12": 1.0,
        "ruin_60": 1.0,
        "ruin_last": 1.0,
        "time_to_ruin": 2,
        "var_95": 701.3e8,
        "tvar_95": 713.9e8,
    }


def stay(mean: float) -> Stay:
    return Stay(mean, mean - 0.031, mean + 0.001, mean + 0.027)


def assumption(theme: str, name: str, standing: Standing, reason: str) -> Assumed:
    return Assumed(
        theme,
        name,
        "72 % en cosecha, 41 % fuera de ella",
        "Censo cafetalero",
        "2024-06",
        standing,
        reason,
    )


ASSUMPTIONS = (
    assumption(
        "Personas",
        "Mortalidad",
        Standing.VERIFIED,
        "Es la tabla nacional anterior a la pandemia, que no se toma para no llevar 2020 al futuro.",
    ),
    assumption("Personas", "Fecundidad", Standing.SECONDARY, "La rural es mayor que la nacional."),
    assumption(
        "Pago", "Pago por mes", Standing.PROPOSED, "Sin microdatos; sigue la cosecha de la selva."
    ),
    assumption(
        "Pago",
        "Efecto del precio",
        Standing.BACKGROUND,
        "Una desviación del precio mueve el pago 8 puntos.",
    ),
)
STRESSES = (
    Result("Cae el precio", "Dos desviaciones bajo lo normal, dos años", years(0.7), indicators(1)),
    Result("Epidemia", "Doce meses con el doble de consultas", years(1.01), indicators(1)),
    Result(
        "Cae la mayor asociación",
        "La de 9,000 familias se va el mes 13",
        years(0.8),
        indicators(1),
    ),
)
FACTS = Facts(
    subject=Subject(
        code="cafe-2027",
        title="Programa del café: 42,000 familias",
        purpose="Antes de renovar el convenio",
        institution="EsSalud",
        party=f"Junta Nacional del Café {NASTY}",
        prepared=date(2026, 11, 26),
        currency="PEN",
        first_month=FIRST,
        months=120,
        scenarios=1_000,
        kernel="cohort",
        proposed=True,
        example=True,
    ),
    data=Data(
        origin="Población hecha con reglas",
        families=42_000,
        persons=199_920,
        associations=57,
        pyramid=tuple(
            (band, 9_900 - 551 * place, 10_050 - 563 * place) for place, band in enumerate(BANDS)
        ),
        checks=(
            Check("Personas por familia", 4.76, 4.71, Kind.RATIO),
            Check("Menores de 18", 0.391, 0.378, Kind.SHARE),
            Check("Asociaciones", 57, 0, Kind.COUNT),
        ),
        findings=("12 familias sin titular mayor de edad.",),
        digest="ab" * 32,
    ),
    law=Law(
        scheme="pe-modelo-colectivo",
        title="Modelo colectivo",
        rules="01" * 32,
        parameters="23" * 32,
        terms=(("Calendario", "mensual"), ("Tasa del asegurado", "4 %")),
        compiled=(
            ("Meses que mira", "6, de los que cuenta 3"),
            ("Gracia", "1 mes"),
            ("Límite de edad de los hijos", "18 años"),
        ),
        contributions=(("Asegurado", 4_520, 6_113), ("Estado", 1_130, 1_529)),
    ),
    assumptions=ASSUMPTIONS,
    cost_by_age=tuple(
        (band, 71_301 + 9_077 * abs(place - 5), 52_117 + 9_511 * abs(place - 6))
        for place, band in enumerate(BANDS)
    ),
    base=Result("Base", "Lo propuesto", years(1), indicators(1)),
    alternatives=(
        Result("9 %", "El asegurado aporta 9 % del salario mínimo", years(2.25), indicators(2.25)),
        Result(
            "Equilibrio", "El Estado paga lo que falta", years(9.99, count=10), indicators(9.99)
        ),
    ),
    sensitivities=tuple(
        Sensitivity(
            f"Hipótesis {place}", "−10 %", "+10 %", 48_731 - 3_001 / place, 48_731 + 2_503 / place
        )
        for place in range(1, 23)
    ),
    stress_base=Result("Base", "Lo propuesto", years(1), indicators(1)),
    stresses=STRESSES,
    stress_scenarios=200,
    conclusion=Conclusion(
        Verdict.NOT,
        (
            "Los aportes pagan el 9.3 % del gasto; la regla pide al menos 80 %.",
            "La reserva es negativa en todos los futuros antes de 5 años.",
        ),
        ("Un aporte del Estado de S/ 442.11 por familia y mes.",),
        (("Insolvencia en 60 meses, como máximo", "5.0 %", "20.0 %"),),
    ),
    cohorts=(
        EntryCohort(True, FIRST, 40_103.0, (*(stay(one) for one in (0.8833, 0.8107)), None)),
        EntryCohort(False, FIRST, 311.4, (stay(0.8519), None, None)),
        EntryCohort(False, FIRST + 5 * 12, 502.0, (stay(0.7719), None, None)),
        EntryCohort(False, FIRST + 9 * 12, 504.0, (stay(0.7601), None, None)),
        EntryCohort(False, FIRST + 14 * 12, 505.0, (None, None, None)),
    ),
    reproduction=Reproduction(
        version="0.1.0",
        seed=20_261,
        command="ayni study run cafe-2027.yaml --out var/estudios",
        digests=(("Estudio", "45" * 32), ("Resultado", "67" * 32)),
        proofs=(Proof("Meses pagados, primer año", 301_511.5, 301_498.0, Kind.COUNT),),
        proof_scenarios=50,
    ),
)
