"""The alliances beside coffee: cocoa, a farm's workers, market vendors, and growers of Costa Rica.

Each is one paying party under an agreement of its own, small beside the coffee programme and scaled with it.
All of them are invented and say so; persons of one country never share a document number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ayni.core.example.places import CENTRE, MARK, NORTH
from ayni.core.example.programme import (
    ExampleCooperative,
    ExampleFacility,
    ExampleProgramme,
    person_quota,
    ruc_of,
)
from ayni.core.example.work import COCOA, COSTA_RICA, FARM_PAY, MARKET, Work
from ayni.core.scheme import Terms
from ayni.core.scheme.terms import AgreedIncome, AgreedValue

#: The families of the full coffee programme, of which these are the parts.
WHOLE = 42_000
FEWEST = 6
SIGNED = date(2026, 3, 20)
STARTS = date(2026, 4, 1)


@dataclass(frozen=True, slots=True)
class ExampleSize:
    """How large an employer is: workers, a year's sales in minor units, and who says so."""

    workers: int
    yearly_sales: int
    source: str


@dataclass(frozen=True, slots=True)
class ExampleAlliance:
    """One agreement with one paying party. ``programme`` holds that party alone, to draw from.

    ``activity`` is as the scheme names it; ``ends`` is the first day after the agreement.
    An employer's ``size`` holds from the year in which it starts.
    """

    agreement: str
    scheme: str
    kind: str
    activity: str
    terms: Terms
    programme: ExampleProgramme
    starts: date = STARTS
    ends: date | None = None
    size: ExampleSize | None = None

    @property
    def party(self) -> ExampleCooperative:
        """Give the paying party."""
        return self.programme.cooperatives[0]

    @property
    def adhesion(self) -> str:
        """Give the code of its adhesion."""
        return f"{self.agreement}-{self.party.code}"


@dataclass(frozen=True, slots=True)
class _Plan:
    """A party as it is laid out, before it is scaled."""

    code: str
    name: str
    families: int
    region: str
    zone: str
    facility: ExampleFacility
    work: Work
    pays: str


_COCOA = _Plan(
    code="CAC-01",
    name=f"Cooperativa Agraria Cacaotera Semilla del Huallaga {MARK}",
    families=420,
    region="San Martín",
    zone=NORTH,
    facility=ExampleFacility("EJ-SM-02", f"Posta Médica Ribera del Huallaga {MARK}", "San Martín"),
    work=COCOA,
    pays="harvest",
)
_FARM = _Plan(
    code="EMP-01",
    name=f"Agrícola Valle Claro S.A.C. {MARK}",
    families=300,
    region="Junín",
    zone=CENTRE,
    facility=ExampleFacility("EJ-JU-02", f"Policlínico Valle Claro {MARK}", "Junín"),
    work=FARM_PAY,
    pays="solid",
)
_MARKET = _Plan(
    code="MER-01",
    name=f"Asociación de Comerciantes del Mercado Las Flores {MARK}",
    families=250,
    region="Junín",
    zone=CENTRE,
    facility=ExampleFacility("EJ-JU-03", f"Policlínico Las Flores {MARK}", "Junín"),
    work=MARKET,
    pays="partial",
)
_GROWERS = _Plan(
    code="UPA-01",
    name=f"Unión de Productores Agrícolas de Los Santos {MARK}",
    families=800,
    region="Los Santos",
    zone=CENTRE,
    facility=ExampleFacility("EJ-LS-01", f"Área de Salud Los Santos {MARK}", "Los Santos"),
    work=COSTA_RICA,
    pays="solid",
)


def peruvian_alliances(programme: ExampleProgramme) -> tuple[ExampleAlliance, ...]:
    """Give the alliances of the coffee programme's own institution, scaled as it is."""
    cocoa, farm, market = _parties(programme, plans=(_COCOA, _FARM, _MARKET))
    workers = farm.cooperatives[0].families
    return (
        ExampleAlliance(
            agreement="CACAO-2026",
            scheme="pe-modelo-colectivo",
            kind="cooperative",
            activity="cacao",
            terms=Terms(
                signed=SIGNED,
                reference_income=(AgreedIncome(activity="cacao", amount=90_000),),
            ),
            programme=cocoa,
        ),
        ExampleAlliance(
            agreement="AGRO-2026",
            scheme="pe-essalud-agrario-dependiente",
            kind="employer",
            activity="agrario",
            terms=Terms(signed=SIGNED),
            programme=farm,
            size=ExampleSize(workers, 1_250_000_000, "Declaración jurada de 2025 (ejemplo)"),
        ),
        ExampleAlliance(
            agreement="MERCADO-2026",
            scheme="pe-modelo-colectivo",
            kind="union",
            activity="mercado",
            terms=Terms(
                signed=SIGNED,
                values=(
                    AgreedValue(parameter="tasa_asegurado", value=50_000),
                    AgreedValue(parameter="ventana_meses", value=9),
                ),
                reference_income=(AgreedIncome(activity="mercado", amount=130_000),),
            ),
            programme=market,
        ),
    )


def costa_rican_alliance(programme: ExampleProgramme) -> ExampleAlliance:
    """Give the alliance of the second institution: a growers' union under the CCSS's agreement scheme."""
    (union,) = _parties(
        replace(programme, institution=f"CCSS {MARK}", persons=0), plans=(_GROWERS,), country="cr"
    )
    return ExampleAlliance(
        agreement="UPA-2026",
        scheme="cr-ccss-convenio",
        kind="union",
        activity="agricultura",
        terms=Terms(signed=SIGNED),
        programme=union,
        ends=date(2027, 4, 1),  # a year at most
    )


def _parties(
    programme: ExampleProgramme, *, plans: tuple[_Plan, ...], country: str = "pe"
) -> list[ExampleProgramme]:
    """Lay parties out, each after the persons of the one before, so that no number is given twice."""
    made, persons = [], programme.persons
    for place, plan in enumerate(plans):
        families = max(FEWEST, plan.families * min(programme.families, WHOLE) // WHOLE)
        party = _party(plan, place=place, families=families, first=persons, country=country)
        persons += party.persons
        made.append(
            replace(programme, families=families, persons=party.persons, cooperatives=(party,))
        )
    return made


def _party(
    plan: _Plan, *, place: int, families: int, first: int, country: str
) -> ExampleCooperative:
    number = 95_000_000 + 1_009 * (place + 1)
    return ExampleCooperative(
        index=900 + place,
        code=plan.code,
        name=plan.name,
        ruc=ruc_of(number) if country == "pe" else f"3011{number % 1_000_000:06d}",
        region=plan.region,
        zone=plan.zone,
        facility=plan.facility,
        committees=("Único",),
        families=families,
        persons=person_quota(families),
        first_person=first,
        work=plan.work,
        pays=plan.pays,
        country=country,
    )
