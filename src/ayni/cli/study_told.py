"""A study's figures and scores as lines for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ayni.cli.words import language, text
from ayni.core.benefit import MonthCost
from ayni.core.money import money_text
from ayni.core.periods import month_text

if TYPE_CHECKING:
    from ayni.apps.study.queries import Score

_RUINS = ("ruin_12", "ruin_60", "ruin_last")
_SUMS = (
    ("charged", "study_charged"),
    ("break_even", "study_break_even"),
    ("reserve_last_median", "study_reserve_last"),
    ("lacks", "study_lacks"),
)


def figure_lines(figures: Mapping[str, Any] | None) -> Iterator[str]:
    """Give the key figures of a run, a line each."""
    if not figures:
        return
    currency = str(figures["currency"])
    for key, word in _SUMS:
        amount = figures.get(key)
        shown = "—" if amount is None else money_text(round(amount), currency=currency)
        yield f"  {text(word)}: {shown}"
    for key in _RUINS:
        months = {"ruin_12": 12, "ruin_60": 60}.get(key, figures["months"])
        if months > figures["months"] or (key == "ruin_last" and months in (12, 60)):
            continue
        error = figures.get(f"{key}_error")
        said = f"  {text('study_ruin', months=months)}: {figures[key]:.1%}"
        yield said if error is None else f"{said} {text('study_error', error=f'{error:.1%}')}"
    yield from _stays(figures)


def _stays(figures: Mapping[str, Any]) -> Iterator[str]:
    """Say who of the first roster stays; figures of before say nothing of it."""
    for one in figures.get("persistency", ()):
        if one["entered"] != "first_roster":
            continue
        for months, stay in one["after"].items():
            shown = text("study_not_known") if stay is None else f"{stay['mean']:.1%}"
            yield f"  {text('study_stayed', months=months)}: {shown}"


def alternative_lines(found: Sequence[Mapping[str, Any]], *, currency: str) -> Iterator[str]:
    """Give the alternatives of a study's file, each with its reserve against the base's and the error."""
    for one in found:
        reserve = one["difference"]["reserve"]
        mean, error = (
            money_text(round(reserve[part]), currency=currency) for part in ("mean", "error")
        )
        yield f"{one['name'][language()]}: {', '.join(f'{k} {v}' for k, v in one['moves'].items())}"
        yield from figure_lines(one["figures"])
        yield f"  {text('study_against_base')}: {mean} {text('study_error', error=error)}"


def score_lines(scores: Sequence[Score], *, partial: Mapping[int, MonthCost]) -> Iterator[str]:
    """Give how months stood against a study, a line for each component; ``partial``: cost told in part."""
    for one in scores:
        part = partial.get(one.month) if one.component == "cost" else None
        told = {} if part is None else {"adhesions": part.adhesions, "of": part.of}
        yield text(
            "study_scored",
            month=month_text(one.month),
            component=f"{one.component:<16}",
            expected=f"{one.expected:,.0f}",
            low=f"{one.low:,.0f}",
            high=f"{one.high:,.0f}",
            actual=_actual(one, told=told),
            ratio="" if one.ratio is None else f"{one.ratio:.2f}",
            alert=text("study_alert") if one.alert else "",
        ).rstrip()


def _actual(one: Score, *, told: Mapping[str, int]) -> str:
    if one.actual is not None:
        return f"{one.actual:,.0f}"
    return text("study_told_in_part", **told) if told else text("study_not_known")


def score_data(score: Score, *, partial: Mapping[int, MonthCost]) -> dict[str, Any]:
    """Give a score as JSON has it; cost told in part has what is told, of how many adhesions."""
    part = partial.get(score.month) if score.component == "cost" else None
    told = {"told": part.told, "adhesions": part.adhesions, "of": part.of} if part else None
    return {
        "month": month_text(score.month),
        "component": score.component,
        "low": score.low,
        "expected": score.expected,
        "high": score.high,
        "actual": score.actual,
        "ratio": score.ratio,
        "percentile": score.percentile,
        "alert": score.alert,
    } | ({"in_part": told} if told else {})
