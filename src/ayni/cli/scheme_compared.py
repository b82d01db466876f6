"""``ayni scheme compare`` and ``diff``: schemes side by side, and what a change of law does."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from ayni.adapters.schemefiles import folder_of, load_folder, load_scheme, read_plain
from ayni.cli.scheme_words import say
from ayni.core.comparison import (
    Change,
    Effect,
    Family,
    Side,
    Total,
    changes,
    compare,
    effect,
    population,
    read_family,
    totals,
)
from ayni.core.money import money_text
from ayni.core.periods import month_text, parse_month
from ayni.core.scheme import ParameterMissing, Payer, Scheme, standing_text
from ayni.core.scheme.nodes import Sex
from ayni.core.scheme.told import ratio_text
from ayni.core.scheme.words import payer_text

#: A family of the example: partner and three children, no income said.
USUAL = Family(income={}, activities=("cafe", "agricultura"), dependants=4, sex=Sex.MAN)


def add_compare(job: argparse.ArgumentParser) -> None:
    """Say what ``compare`` takes."""
    job.add_argument("codes", metavar="CODE", nargs="+")
    job.add_argument("--family", metavar="FILE", type=Path, help=say("family_help", "es"))
    job.add_argument(
        "--months", metavar="YYYY-MM,...", required=True, help=say("months_help", "es")
    )
    job.add_argument("--population", metavar="N", type=int, help=say("population_help", "es"))


def add_diff(job: argparse.ArgumentParser) -> None:
    """Say what ``diff`` takes."""
    job.add_argument("old", metavar="OLD")
    job.add_argument("new", metavar="NEW")
    job.add_argument("--family", metavar="FILE", type=Path, help=say("family_help", "es"))
    job.add_argument("--month", metavar="YYYY-MM", required=True, help=say("month_help", "es"))
    job.add_argument("--families", metavar="N", type=int, default=42_000)


def compared(arguments: argparse.Namespace) -> tuple[object, list[str]]:
    """Compare; gives the JSON and the lines."""
    language = arguments.language
    schemes = [scheme_asked(code) for code in arguments.codes]
    months = [parse_month(text.strip()) for text in arguments.months.split(",")]
    family = _family(arguments.family, schemes)
    sides = compare(schemes, family=family, months=months)
    data: dict[str, object] = {"family": [_side_json(one) for one in sides]}
    lines = [line for one in sides for line in _side_lines(one, language)]
    if arguments.population:
        found = [
            one
            for scheme in schemes
            for month in months
            for one in _totals(scheme, family, arguments.population, month)
        ]
        data["population"] = [_total_json(one) for one in found]
        lines += ["", say("population", language, count=f"{arguments.population:,}")]
        lines += [line for one in found for line in _total_lines(one, language)]
    return data, lines


def differing(arguments: argparse.Namespace) -> tuple[object, list[str]]:
    """Tell what changes from one text to the other, in words and in money."""
    language = arguments.language
    old, new = scheme_asked(arguments.old), scheme_asked(arguments.new)
    month = parse_month(arguments.month)
    listed = changes(old, new, language=language)
    frame = population(old, families=arguments.families, like=_family(arguments.family, [old]))
    done = effect(old, new, frame=frame, month=month)
    data = {
        "changes": [_change_json(one) for one in listed],
        "month": month_text(month),
        "effect": _effect_json(done),
    }
    lines = [_change_line(one, language) for one in listed] or [say("no_change", language)]
    return data, [*lines, "", *_effect_lines(done, old.currency, language)]


def scheme_asked(asked: str) -> Scheme:
    """Load a scheme by its code, or from a folder."""
    return load_folder(Path(asked)) if Path(asked).is_dir() else load_scheme(asked)


def folder_asked(asked: str) -> Path:
    """Give the folder of a scheme: the one asked, or that of a shipped code."""
    return Path(asked) if Path(asked).is_dir() else folder_of(asked)


def _family(path: Path | None, schemes: Sequence[Scheme]) -> Family:
    """Read the family; the usual one works, where a scheme knows none of its work, in what that names first."""
    if path is not None:
        return read_family(read_plain(path))
    first = [one.code for scheme in schemes for one in scheme.rules.activities[:1]]
    return USUAL.model_copy(update={"activities": (*USUAL.activities, *first)})


def _totals(scheme: Scheme, family: Family, families: int, month: int) -> list[Total]:
    frame = population(scheme, families=families, like=family)
    try:
        return [totals(scheme, frame=frame, month=month)]
    except ParameterMissing:
        return []


def _side_lines(side: Side, language: str) -> list[str]:
    head = f"{side.code}  {month_text(side.month)}"
    if side.absent is not None:
        return [f"{head}  {_why(side.absent, language)}"]
    due = money_text(side.due or 0, currency=side.currency)
    lines = [f"{head}  {say('owes', language, amount=due)}{_of_income(side, language)}"]
    lines.append(f"    {_payers(side.shares, currency=side.currency, language=language)}")
    before = "—" if side.before_cover is None else str(side.before_cover)
    cover = say("before_cover", language, months=before)
    if side.harvest_cover is not None:
        cover += "; " + say("harvest_cover", language, months=str(side.harvest_cover))
    lines.append(f"    {cover}")
    lines.append(f"    {standing_text(side.standing.value, language=language)}")
    return lines


def _of_income(side: Side, language: str) -> str:
    if side.of_income is None:
        return ""
    return ", " + say("of_income", language, part=ratio_text(side.of_income))


def _why(absent: str, language: str) -> str:
    if absent == "no_rule":
        return say("no_rule", language)
    return say("fact_unsaid", language, fact=say(f"fact_{absent}", language))


def _payers(shares: Sequence[tuple[Payer, int]], *, currency: str, language: str) -> str:
    parts = [
        f"{payer_text(payer.value, language=language)} {money_text(amount, currency=currency)}"
        for payer, amount in shares
    ]
    return "; ".join(parts) or say("nobody_pays", language)


def _side_json(side: Side) -> dict[str, object]:
    return {
        "code": side.code,
        "month": month_text(side.month),
        "currency": side.currency,
        "absent": side.absent,
        "due": side.due,
        "shares": {payer.value: amount for payer, amount in side.shares},
        "income": side.income,
        "of_income_ppm": side.of_income,
        "months_before_cover": side.before_cover,
        "months_covered_by_harvest": side.harvest_cover,
        "standing": side.standing.value,
    }


def _total_lines(total: Total, language: str) -> list[str]:
    money = {
        name: money_text(value, currency=total.currency)
        for name, value in (
            ("lowest", total.lowest),
            ("median", total.median),
            ("highest", total.highest),
        )
    }
    due = money_text(total.due, currency=total.currency)
    head = f"{total.code}  {month_text(total.month)}  {say('owes', language, amount=due)}"
    lines = [head, f"    {_payers(total.shares, currency=total.currency, language=language)}"]
    lines.append("    " + say("spread", language, **money))
    if total.refused:
        lines.append("    " + say("refused", language, count=f"{total.refused:,}"))
    return lines


def _total_json(total: Total) -> dict[str, object]:
    return {
        "code": total.code,
        "month": month_text(total.month),
        "currency": total.currency,
        "families": total.families,
        "refused": total.refused,
        "due": total.due,
        "shares": {payer.value: amount for payer, amount in total.shares},
        "lowest": total.lowest,
        "median": total.median,
        "highest": total.highest,
    }


def _change_line(change: Change, language: str) -> str:
    where = change.where if change.start is None else f"{change.where} ({change.start})"
    return say(
        f"change_{change.kind.value}",
        language,
        where=where,
        before=change.before,
        after=change.after,
    )


def _change_json(change: Change) -> dict[str, object]:
    return {
        "kind": change.kind.value,
        "where": change.where,
        "start": None if change.start is None else change.start.isoformat(),
        "before": change.before,
        "after": change.after,
    }


def _effect_lines(done: Effect, currency: str, language: str) -> list[str]:
    def money(amount: int) -> str:
        return money_text(amount, currency=currency)

    counts = {"families": done.families, "more": done.more, "less": done.less}
    lines = [say("effect", language, **{name: f"{count:,}" for name, count in counts.items()})]
    lines.append(say("effect_due", language, before=money(done.before), after=money(done.after)))
    lines.append(
        say(
            "effect_state",
            language,
            before=money(done.state_before),
            after=money(done.state_after),
        )
    )
    if done.most is not None:
        facts, was, now = done.most
        told = ", ".join(
            f"{say(f'fact_{name}', language)} {value}"
            for name, value in facts.items()
            if name in ("activity", "age", "sex", "dependants") and value is not None
        )
        lines.append(say("effect_most", language, before=money(was), after=money(now), family=told))
    return lines


def _effect_json(done: Effect) -> dict[str, object]:
    most = None
    if done.most is not None:
        most = {"facts": done.most[0], "before": done.most[1], "after": done.most[2]}
    return {
        "families": done.families,
        "more": done.more,
        "less": done.less,
        "before": done.before,
        "after": done.after,
        "state_before": done.state_before,
        "state_after": done.state_after,
        "most": most,
    }
