"""What an agreement says of income and of the contribution: the scheme's own nodes in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from ayni.core.alliance.agreement_text import Figure, Said
from ayni.core.alliance.figures import Writer, step_text
from ayni.core.scheme.nodes import (
    Amount,
    AtLeast,
    AtMost,
    DeclaredIncome,
    ExceptedAmount,
    NoBase,
    ParameterAmount,
    Pay,
    Presumptive,
    ProduceSold,
    Ref,
)
from ayni.core.scheme.prices import Completes, Flat, Notch, Rate, Share
from ayni.core.scheme.words import payer_text

_PLAIN: dict[type[object], str] = {
    DeclaredIncome: "base_declared",
    Pay: "base_pay",
    ProduceSold: "base_sold",
    NoBase: "base_none",
}


def base_sentences(write: Writer, node: Amount) -> Iterator[Said]:
    """Say on what the contribution is reckoned."""
    match node:
        case Presumptive():
            yield write.say("base_presumptive")
            for one in node.activities:
                name = _activity(write, one.activity)
                amount = write.income(one.activity, name=one.amount)
                yield write.say("base_activity", item=True, activity=name, amount=amount)
        case ParameterAmount():
            yield write.say("base_amount", amount=write.figure(node.amount))
        case AtLeast():
            yield from base_sentences(write, node.of)
            yield write.say("base_minimum", minimum=write.figure(node.minimum))
        case AtMost():
            yield from base_sentences(write, node.of)
            yield write.say("base_maximum", maximum=write.figure(node.maximum))
        case ExceptedAmount():
            yield from base_sentences(write, node.default)
            labels = write.listed([one.label for one in node.exceptions])
            yield write.say("base_exceptions", labels=labels)
        case _:
            yield write.say(_PLAIN[type(node)])


def share_sentences(write: Writer) -> Iterator[Said]:
    """Say who contributes how much, how it is rounded, and what the association hands over."""
    rules = write.scheme.rules
    yield write.say("shares_person" if rules.insured_unit.unit == "person" else "shares")
    for share in rules.contribution.shares:
        yield from _share(write, share)
    yield write.say("rounding", step=step_text(write.scheme))
    yield write.say("collects")


def _share(write: Writer, share: Share) -> Iterator[Said]:
    payer = payer_text(share.payer.value, language=write.language)
    match share.price:
        case Rate(rate=name):
            yield write.say("rate", item=True, payer=payer, rate=write.figure(name))
        case Completes(total=name):
            yield write.say("completes", item=True, payer=payer, total=write.figure(name))
        case Flat(amount=name):
            yield write.say("flat", item=True, payer=payer, amount=write.figure(name))
        case Notch() as notch:
            yield from _notch(write, notch, payer=payer)
        case _:
            yield write.say("tariff", item=True, payer=payer)
            for name in dict.fromkeys(parameters_of(share.price)):
                figure = write.figure(name)
                told = write.scheme.parameter(name).description
                yield write.say("tariff_figure", item=True, name=told, figure=figure)


def _notch(write: Writer, notch: Notch, *, payer: str) -> Iterator[Said]:
    yield write.say("notch", item=True, payer=payer, unit=write.figure(notch.unit))
    for band in notch.bands:
        parts: dict[str, Figure | str] = {
            "label": band.label.replace("_", " "),
            "rate": write.figure(band.rate),
        }
        if band.upto is None:
            yield write.say("band_last", item=True, **parts)
        else:
            yield write.say("band", item=True, limit=write.figure(band.upto), **parts)


def parameters_of(node: BaseModel) -> Iterator[str]:
    """List the parameters a node of a scheme names, in the order it is written, nodes inside it too."""
    for name, field in type(node).model_fields.items():
        value = getattr(node, name)
        if isinstance(value, str) and any(isinstance(one, Ref) for one in field.metadata):
            yield value
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, BaseModel):
                yield from parameters_of(one)


def _activity(write: Writer, code: str) -> str:
    names = {one.code: one.name for one in write.scheme.rules.activities}
    return names[code].in_language(write.language)
