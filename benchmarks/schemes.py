"""The compiled rules of every scheme beside reading and writing with no rule, and beside OpenFisca.

    python -m benchmarks.schemes [--families 200000] [--repeats 15]

(a) Per scheme: a frame of families is read from bytes in memory, its lines are computed and
written to bytes; beside it the same frame is read and written back with no rule. The bar, 5 times
for the heaviest scheme, is on Parquet as Polars writes it; Arrow IPC without compression, which is
little more than copying memory, is printed as well. Each scheme is asked in the month and under
the terms of its first contribution case.

(b) The contribution of the CCSS agreement (a scale, three shares) and of Peru's agrarian insurance
(one rate) for as many persons, from arrays to arrays: ours from a Polars frame, checked first;
theirs from ``set_input`` to ``calculate``, with the parameters of the same folder and formulas in
whole minor units. A simulation of OpenFisca belongs to its population and keeps what it computed,
so that other persons need another: the bar, 5 times faster, is on building it and calculating;
calculating alone is printed as well. Results are compared for equality. Polars takes every core,
numpy one.

Everything is interleaved, and the figures are medians.
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import polars as pl

from ayni.adapters.schemefiles import folder_of, list_schemes, load_cases, load_scheme
from ayni.core.assessment import CompiledContribution, compile_contribution
from ayni.core.assessment.cases import case_terms
from ayni.core.periods import parse_month
from ayni.core.scheme import canonical
from ayni.core.scheme.cases import ContributionCase

MONTH = "2026-01"
#: Scheme -> the shares compared, and minor units in OpenFisca's unit of it (CRC are whole).
COMPARED = {
    "cr-ccss-convenio": (("cuota_asegurado", "estado_complemento", "estado_como_tal"), 100),
    "pe-essalud-agrario-independiente": (("aporte_asegurado",), 1),
}
BAR = 5.0
Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Format:
    """A way of keeping a frame as bytes."""

    name: str
    read: Callable[[io.BytesIO], pl.DataFrame]
    write: Callable[[pl.DataFrame, io.BytesIO], object]


PARQUET = Format("parquet", pl.read_parquet, lambda frame, out: frame.write_parquet(out))
IPC = Format("ipc", pl.read_ipc, lambda frame, out: frame.write_ipc(out))


def main() -> None:
    """Measure both and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--families", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=15)
    asked = parser.parse_args()
    print_schemes(families=asked.families, repeats=asked.repeats)
    print(f"(b) {asked.families:,} persons, {MONTH}")
    for code in COMPARED:
        print_openfisca(code, persons=asked.families, repeats=asked.repeats)


def print_schemes(*, families: int, repeats: int) -> None:
    """Print (a): a row per scheme, and the heaviest."""
    print(f"(a) {families:,} families\n{'scheme':34}{'lines/s':>13}{'parquet':>9}{'ipc':>8}")
    heaviest = {PARQUET.name: 0.0, IPC.name: 0.0}
    for code in list_schemes():
        compiled = compiled_scheme(code)
        frame = families_of(compiled, families=families)
        rules = timed_in_turns({"rules": partial(compiled.lines, frame)}, repeats=repeats)["rules"]
        ratios = {
            one.name: against_nothing(compiled, frame, one, repeats) for one in (PARQUET, IPC)
        }
        heaviest = {name: max(ratios[name], most) for name, most in heaviest.items()}
        cells = f"{ratios['parquet']:>9.2f}{ratios['ipc']:>8.2f}"
        print(f"{code:34}{families / rules:>13,.0f}{cells}")
    print(f"heaviest: parquet {heaviest['parquet']:.2f} (bar {BAR}), ipc {heaviest['ipc']:.2f}")


def compiled_scheme(code: str) -> CompiledContribution:
    """Compile a scheme as its first contribution case asks for it."""
    scheme = load_scheme(code)
    cases = [one.case for one in load_cases(folder_of(code))]
    case = next(one for one in cases if isinstance(one, ContributionCase))
    terms = case_terms(scheme, terms=case.terms)
    digests = canonical(scheme).digests
    return compile_contribution(scheme, month=parse_month(case.month), terms=terms, digests=digests)


def families_of(compiled: CompiledContribution, *, families: int) -> pl.DataFrame:
    """Make the facts of families: every fact there is, the activities those of the scheme."""
    dice = np.random.default_rng(20_070_601)
    activities = np.array([one.code for one in compiled.scheme.rules.activities] or ["ninguna"])

    def money(most: int) -> np.ndarray:
        return dice.integers(0, most, families) * 100

    return pl.DataFrame(
        {
            "family": np.arange(families),
            "insured": np.arange(families),
            "declared_income": money(3_000_000),
            "pay": money(5_000),
            "produce_sold": money(20_000),
            "yearly_sales": money(10_000_000),
            "dependants": dice.integers(0, 9, families),
            "age": dice.integers(0, 95, families),
            "workers": dice.integers(0, 300, families),
            "units_delivered": dice.integers(0, 60_000, families),
            "activity": dice.choice(activities, families),
            "sex": dice.choice(["F", "M"], families),
        }
    )


def against_nothing(
    compiled: CompiledContribution, frame: pl.DataFrame, kept: Format, repeats: int
) -> float:
    """Give how many times longer reading, computing and writing takes than reading and writing."""
    out = io.BytesIO()
    kept.write(frame, out)
    content = out.getvalue()

    def passed(rule: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
        kept.write(rule(kept.read(io.BytesIO(content))), io.BytesIO())

    work: dict[str, Work] = {
        "nothing": partial(passed, lambda frame: frame),
        "rules": partial(passed, compiled.lines),
    }
    taken = timed_in_turns(work, repeats=repeats)
    return taken["rules"] / taken["nothing"]


def print_openfisca(code: str, *, persons: int, repeats: int) -> None:
    """Print (b) for one scheme."""
    scheme, (shares, unit) = load_scheme(code), COMPARED[code]
    month, digests = parse_month(MONTH), canonical(scheme).digests
    compiled = compile_contribution(scheme, month=month, terms=None, digests=digests)
    frame = families_of(compiled, families=persons)
    incomes = frame["declared_income"].to_numpy() // unit
    system = openfisca_system(code)
    ready = [built(system, persons=persons) for _ in range(repeats + 1)]
    work: dict[str, Work] = {
        "ours": partial(compiled.lines, frame),
        "whole": lambda: calculated(built(system, persons=persons), incomes, shares),
        "alone": lambda: calculated(ready.pop(), incomes, shares),
    }
    theirs = calculated(built(system, persons=persons), incomes, shares)
    ours = compiled.working(frame).select(shares)
    different = sum(int((ours[name].to_numpy() != theirs[name] * unit).sum()) for name in shares)
    taken = timed_in_turns(work, repeats=repeats)
    rates = {name: persons / seconds for name, seconds in taken.items()}
    print(
        f"{code}: ayni {rates['ours']:,.0f} persons/s; {different} of {len(shares) * persons:,}"
        f" shares differ\n    openfisca-core {rates['whole']:,.0f}: ours"
        f" {taken['whole'] / taken['ours']:.1f} times faster (bar {BAR})"
        f"\n    openfisca-core, simulation built before, {rates['alone']:,.0f}: ours"
        f" {taken['alone'] / taken['ours']:.1f} times faster"
    )


def openfisca_system(code: str) -> Any:
    """Build a country of one entity whose parameters are the scheme's own folder."""
    from openfisca_core.entities import build_entity
    from openfisca_core.parameters import load_parameter_file
    from openfisca_core.periods import DateUnit
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    person = build_entity(key="person", plural="persons", label="person", is_person=True)
    system = TaxBenefitSystem([person])
    system.parameters = load_parameter_file(str(folder_of(code) / "parameters"), "law")
    formulas = ccss_formulas() if code == "cr-ccss-convenio" else {"aporte_asegurado": agrarian}
    told = {"value_type": int, "entity": person, "definition_period": DateUnit.MONTH}
    system.add_variable(type("declared_income", (Variable,), told))
    for name, formula in formulas.items():
        system.add_variable(type(name, (Variable,), told | {"formula": formula}))
    return system


def agrarian(persons: Any, period: Any, law: Any) -> Any:
    """Write Peru's one rate of the minimum wage, in céntimos."""
    values = law(period)
    wage = np.rint(np.asarray(values.rmv) * 100)
    return persons.filled_array(part(wage, ppm(values.tasa_asegurado)))


def ccss_formulas() -> dict[str, Callable[..., Any]]:
    """Write the agreement's scale and shares, in colones: floats lose some of the halves."""

    def base(persons: Any, period: Any, law: Any) -> Any:
        return np.maximum(persons("declared_income", period), law(period).base_minima)

    def member_rate(persons: Any, period: Any, law: Any) -> Any:
        values = law(period)
        income = persons("declared_income", period)
        limits = [values.salario_minimo * getattr(values, f"limite_{n}") for n in range(1, 5)]
        rates = [getattr(values, f"tasa_categoria_{n}") for n in range(1, 6)]
        return ppm(np.select([income <= limit for limit in limits], rates[:4], rates[4]))

    def member(persons: Any, period: Any) -> Any:
        return part(persons("base", period), persons("member_rate", period))

    def completing(persons: Any, period: Any, law: Any) -> Any:
        rest = ppm(law(period).tasa_total) - persons("member_rate", period)
        return part(persons("base", period), rest)

    def as_such(persons: Any, period: Any, law: Any) -> Any:
        return part(persons("base", period), ppm(law(period).tasa_estado_como_tal))

    shares, _ = COMPARED["cr-ccss-convenio"]
    named = dict(zip(shares, (member, completing, as_such), strict=True))
    return {"base": base, "member_rate": member_rate} | named


def ppm(rate: Any) -> Any:
    """Give a rate in whole parts per million."""
    return np.rint(np.asarray(rate) * 1_000_000).astype(np.int64)


def part(base: Any, rate: Any) -> Any:
    """Take a part of a base, half up."""
    return (2 * base.astype(np.int64) * rate + 1_000_000) // 2_000_000


def built(system: Any, *, persons: int) -> Any:
    """Build a simulation with nothing computed yet."""
    from openfisca_core.simulation_builder import SimulationBuilder

    return SimulationBuilder().build_default_simulation(system, persons)


def calculated(
    simulation: Any, incomes: np.ndarray, shares: tuple[str, ...]
) -> dict[str, np.ndarray]:
    """Compute the shares of a simulation."""
    simulation.set_input("declared_income", MONTH, incomes)
    return {name: simulation.calculate(name, MONTH) for name in shares}


def timed_in_turns(work: dict[str, Work], *, repeats: int) -> dict[str, float]:
    """Time pieces of work in turns, after one not counted; gives the medians, in seconds."""
    taken: dict[str, list[float]] = {name: [] for name in work}
    for turn in range(repeats + 1):
        for name, one in work.items():
            began = time.perf_counter()
            one()
            if turn:
                taken[name].append(time.perf_counter() - began)
    return {name: statistics.median(found) for name, found in taken.items()}


if __name__ == "__main__":
    main()
