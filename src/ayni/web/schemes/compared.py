"""Schemes side by side as the page shows them: a table for each, two charts, the families of the example."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.core.comparison import Side, Total, compare, population, totals
from ayni.core.money import PPM, divide_half_up
from ayni.core.scheme import ParameterMissing, Payer, Scheme
from ayni.core.scheme.words import payer_text
from ayni.web.backoffice import texts
from ayni.web.components import Cell
from ayni.web.schemes.comparing import ComparisonForm, scheme_name
from ayni.web.schemes.values import Known, known
from ayni.web.schemes.words import capital, country_name, money_name

FAMILIES = 42_000
Shares = Sequence[tuple[Payer, int]]


@dataclass(frozen=True, slots=True)
class Laid:
    """A scheme with its answers, month by month."""

    scheme: Scheme
    sides: tuple[Side, ...]

    @property
    def last(self) -> Side:
        """Give the answer of the last month."""
        return self.sides[-1]


@dataclass(frozen=True, slots=True)
class ShownSide:
    """A month of a scheme; ``absent`` says in words why there is no answer."""

    month: str
    absent: str = ""
    due: str = ""
    part: str = ""
    shares: tuple[tuple[str, str], ...] = ()
    before: str = ""
    harvest: str = ""
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class ShownScheme:
    """A scheme of the comparison with its months."""

    code: str
    name: str
    country: str
    url: str
    rows: tuple[ShownSide, ...]


@dataclass(frozen=True, slots=True)
class ShownTotal:
    """What the families of the example add up to in the last month; ``absent``: why nothing."""

    name: str
    absent: str = ""
    families: str = ""
    due: str = ""
    shares: tuple[tuple[str, str], ...] = ()
    spread: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A chart with its sentence and the table of its figures."""

    title: str
    sentence: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    #: What is drawn: a name with its whole numbers (ppm), for each scheme or each payer.
    series: tuple[tuple[str, tuple[int | None, ...]], ...]
    labels: tuple[str, ...]


def laid_out(form: ComparisonForm) -> list[Laid]:
    """Put the family under every chosen scheme, in every month."""
    months = form.months()
    return [
        Laid(one, tuple(compare([one], family=form.family(one), months=months)))
        for one in form.chosen
    ]


def shown_schemes(laid: Iterable[Laid]) -> list[ShownScheme]:
    """Give the table of each scheme."""
    return [
        ShownScheme(
            code=one.scheme.code,
            name=scheme_name(one.scheme),
            country=country_name(one.scheme.rules.country),
            url=reverse("scheme", args=[one.scheme.code]),
            rows=tuple(_row(side) for side in one.sides),
        )
        for one in laid
    ]


def _row(side: Side) -> ShownSide:
    month = texts.month(side.month)
    if side.absent is not None or side.due is None:
        return ShownSide(month, absent=why_text(side.absent or "", currency=side.currency))
    return ShownSide(
        month=month,
        due=texts.amount(side.due, side.currency),
        part=part_text(side.of_income),
        shares=_shares(side.shares, currency=side.currency),
        before=_or_unknown(side.before_cover),
        harvest=_or_unknown(side.harvest_cover),
        known=known(side.standing),
    )


def why_text(absent: str, *, currency: str) -> str:
    """Say why a scheme gives no answer, and what would be right."""
    if absent == "no_rule":
        return _("El esquema no tiene todos sus valores ese mes.")
    if absent in ("declared_income", "pay", "produce_sold"):
        said = _("Falta el ingreso de un mes en %(money)s. Escríbalo y compare otra vez.")
        return said % {"money": money_name(currency)}
    if absent == "activity":
        return _("Falta una actividad que este esquema conozca.")
    return _("Falta un dato de la familia que este esquema pide.")


def part_text(ppm: int | None) -> str:
    """Write a part of the income with two decimals, half up; a dash where no income was said."""
    if ppm is None:
        return "—"
    hundredths = divide_half_up(ppm, 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}\u00a0%"


def _or_unknown(count: int | None) -> str:
    return "—" if count is None else str(count)


def _shares(shares: Shares, *, currency: str) -> tuple[tuple[str, str], ...]:
    return tuple((payer_name(payer), texts.amount(amount, currency)) for payer, amount in shares)


def payer_name(payer: Payer) -> str:
    """Name who bears a share."""
    return capital(payer_text(payer.value, language=texts.language()))


def parts_of_income(laid: Sequence[Laid]) -> Part | None:
    """Give what part of the income each scheme asks; none where no income was said."""
    drawn = [one for one in laid if any(side.of_income is not None for side in one.sides)]
    if not drawn:
        return None
    months = [side.month for side in drawn[0].sides]
    names = [scheme_name(one.scheme) for one in drawn]
    return Part(
        title=_("Parte del ingreso que se cobra"),
        sentence=_parts_sentence(drawn),
        head=(_("Año"), *names),
        rows=tuple(
            (
                Cell(str(month // 12)),
                *(Cell(part_text(one.sides[place].of_income)) for one in drawn),
            )
            for place, month in enumerate(months)
        ),
        series=tuple(
            (name, tuple(side.of_income for side in one.sides))
            for name, one in zip(names, drawn, strict=True)
        ),
        labels=tuple(str(month // 12) for month in months),
    )


def _parts_sentence(laid: Sequence[Laid]) -> str:
    """Say which scheme asks the least and which the most, in the last month that has both."""
    month = {"month": texts.month(laid[0].last.month)}
    found = [
        (one.last.of_income, scheme_name(one.scheme))
        for one in laid
        if one.last.of_income is not None
    ]
    if not found:
        return _("En %(month)s ninguno de estos esquemas da una parte del ingreso.") % month
    least, most = min(found)[0], max(found)[0]
    named = {
        **month,
        "least": part_text(least),
        "most": part_text(most),
        "first": _listed([name for part, name in found if part == least]),
        "last": _listed([name for part, name in found if part == most]),
    }
    if least == most:
        return _("En %(month)s se cobra el %(least)s del ingreso en %(first)s.") % named
    return (
        _(
            "En %(month)s se cobra desde el %(least)s del ingreso (%(first)s) hasta el %(most)s"
            " (%(last)s)."
        )
        % named
    )


def _listed(names: Sequence[str]) -> str:
    """Join names; a semicolon, because a scheme's own name holds commas."""
    return "; ".join(names)


def who_bears(laid: Sequence[Laid]) -> Part | None:
    """Give who bears how much of the last month's contribution; none where nobody bears any."""
    drawn = [one for one in laid if sum(amount for _payer, amount in one.last.shares)]
    if not drawn:
        return None
    bearing = {payer for one in drawn for payer, _amount in one.last.shares}
    payers = [one for one in Payer if one in bearing]
    parts = [_portions(one.last.shares) for one in drawn]
    names = tuple(scheme_name(one.scheme) for one in drawn)
    return Part(
        title=_("Quién pone el aporte"),
        sentence=_bearing_sentence(drawn, parts=parts),
        head=(_("Esquema"), *(payer_name(one) for one in payers)),
        rows=tuple(
            (Cell(name), *(_portion(one, payer, part=part) for payer in payers))
            for name, one, part in zip(names, drawn, parts, strict=True)
        ),
        series=tuple(
            (payer_name(payer), tuple(part.get(payer, 0) for part in parts)) for payer in payers
        ),
        labels=names,
    )


def _portions(shares: Shares) -> dict[Payer, int]:
    """Give each payer's part of the whole, in ppm."""
    whole = sum(amount for _payer, amount in shares)
    return {payer: divide_half_up(amount * PPM, whole) for payer, amount in shares}


def _portion(laid: Laid, payer: Payer, *, part: Mapping[Payer, int]) -> Cell:
    """Give a payer's part of the whole, with the money it is."""
    amount = dict(laid.last.shares).get(payer)
    if amount is None:
        return Cell("—")
    return Cell(_whole_percent(part[payer]), hint=texts.amount(amount, laid.last.currency))


def _whole_percent(ppm: int) -> str:
    return f"{divide_half_up(ppm, 10_000)}\u00a0%"


def _bearing_sentence(laid: Sequence[Laid], *, parts: Sequence[Mapping[Payer, int]]) -> str:
    told = [
        _("%(part)s en %(scheme)s")
        % {
            "part": _whole_percent(part.get(Payer.INSURED_PERSON, 0)),
            "scheme": scheme_name(one.scheme),
        }
        for one, part in zip(laid, parts, strict=True)
    ]
    said = _("En %(month)s el asegurado pone: %(parts)s.")
    return said % {"month": texts.month(laid[0].last.month), "parts": _listed(told)}


def shown_totals(form: ComparisonForm) -> list[ShownTotal]:
    """Sum every scheme over the families of the example, in the last month."""
    return [_total(one, form=form, month=form.months()[-1]) for one in form.chosen]


def _total(scheme: Scheme, *, form: ComparisonForm, month: int) -> ShownTotal:
    name, currency = scheme_name(scheme), scheme.currency
    frame = population(scheme, families=FAMILIES, like=form.family(scheme))
    try:
        found = totals(scheme, frame=frame, month=month)
    except ParameterMissing:
        return ShownTotal(name, absent=why_text("no_rule", currency=currency))
    if not found.families:
        said = _("Falta un dato de la familia que este esquema pide.")
        return ShownTotal(name, absent=said)
    return ShownTotal(
        name=name,
        families=texts.number(found.families),
        due=texts.amount(found.due, currency),
        shares=_shares(found.shares, currency=currency),
        spread=_spread(found),
        refused=texts.number(found.refused) if found.refused else "",
    )


def _spread(found: Total) -> str:
    named = {
        name: texts.amount(value, found.currency)
        for name, value in (
            ("lowest", found.lowest),
            ("median", found.median),
            ("highest", found.highest),
        )
    }
    if found.lowest == found.highest:
        return _("%(lowest)s, todas igual") % named
    return _("de %(lowest)s a %(highest)s; la del medio, %(median)s") % named
