"""Schemes, faults, cases, steps and answers as lines and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from ayni.adapters.schemefiles import Article, FileFault, Regulation, parameters_of, unnamed
from ayni.cli.scheme_words import say
from ayni.core.assessment import Step
from ayni.core.entitlement import Answer, tell
from ayni.core.entitlement.cases import CaseOutcome
from ayni.core.periods import month_text
from ayni.core.scheme import Parameter, Scheme, canonical, figure_text, standing_text

_MARKS = {"paid": "■", "late": "◧", "unpaid": "□", "not_due": "·"}


def summary(scheme: Scheme, language: str) -> dict[str, object]:
    """Give the head of a scheme: code, name, standing, digests."""
    digests = canonical(scheme).digests
    return {
        "code": scheme.code,
        "name": scheme.rules.name.in_language(language),
        "basis": scheme.rules.basis,
        "standing": scheme.standing.value,
        "rules_digest": digests.rules,
        "parameters_digest": digests.parameters,
    }


def listed(scheme: Scheme, language: str) -> str:
    """Give a scheme in two lines."""
    standing = standing_text(scheme.standing.value, language=language)
    weakest = say("weakest", language, standing=standing)
    return f"{scheme.code}: {scheme.rules.name.in_language(language)}\n    {weakest}"


def whole_lines(scheme: Scheme, regulation: Regulation, language: str) -> list[str]:
    """Give a scheme article by article, each with the parameters it names and their sources."""
    summary_text = scheme.rules.summary.in_language(language)
    lines = [listed(scheme, language), "", summary_text, "", f"# {regulation.title}"]
    told: set[str] = set()
    for article in (regulation.preface, *regulation.articles):
        lines += ["", f"## {article.title}"] if article.title else [""]
        for line in article.text.splitlines():
            lines += wrap(line, 100, break_long_words=False, break_on_hyphens=False)
        lines += _parameters(parameters_of(article, scheme=scheme), told=told, language=language)
    rest = unnamed(regulation, scheme=scheme)
    if rest:
        lines += ["", "## " + say("unnamed_title", language)]
        lines += _parameters(rest, told=told, language=language)
    return lines


def _parameters(found: Sequence[Parameter], *, told: set[str], language: str) -> list[str]:
    """Give each parameter whole where it is named first, and by name after that."""
    lines = []
    for one in found:
        if one.name in told:
            lines.append("  " + say("seen_before", language, name=one.name))
        else:
            lines += [f"  {line}" for line in _parameter_lines(one, language)]
        told.add(one.name)
    return lines


def _parameter_lines(parameter: Parameter, language: str) -> list[str]:
    lines = [f"{parameter.name} ({parameter.unit}): {parameter.description}"]
    for dated in parameter.values:
        value = figure_text(dated.value, unit=parameter.unit) or "—"
        standing = standing_text(dated.standing.value, language=language)
        lines.append(f"    {dated.start}  {value}  [{standing}]")
        lines.append(f"        {dated.reference.title}  {dated.reference.href}")
        lines += [f"        {dated.note}"] if dated.note else []
    return lines


def article_json(article: Article) -> dict[str, object]:
    """Give an article as JSON; the one without a title stands before the first heading."""
    return {
        "title": article.title,
        "line": article.line,
        "text": article.text,
        "parameters": [one.name for one in article.named],
    }


def fault_lines(faults: Sequence[FileFault], language: str) -> list[str]:
    """Give each fault with its file, its line and a good example."""
    lines = []
    for fault in faults:
        lines.append(fault.text(language))
        if fault.example:
            lines.append("    " + say("example", language, example=fault.example))
    return lines


def fault_json(fault: FileFault, language: str) -> dict[str, object]:
    """Give a fault as JSON."""
    return {
        "file": fault.file,
        "line": fault.line,
        "place": fault.place,
        "code": fault.code,
        "message": fault.text(language),
        "example": fault.example,
    }


def outcome_lines(outcome: CaseOutcome, language: str) -> list[str]:
    """Give a case that was run: one line when it passed, each difference when not."""
    mark = "✓" if outcome.passed else "✗"
    lines = [f"  {mark} {outcome.id} {outcome.title}"]
    for one in outcome.differences:
        told = {"what": one.what, "expected": one.expected, "found": one.found}
        lines.append("      " + say("difference", language, **told))
    return lines


def outcome_json(outcome: CaseOutcome) -> dict[str, object]:
    """Give a case that was run as JSON."""
    return {
        "id": outcome.id,
        "title": outcome.title,
        "passed": outcome.passed,
        "differences": [
            {"what": one.what, "expected": one.expected, "found": one.found}
            for one in outcome.differences
        ],
    }


def step_lines(steps: Sequence[Step], language: str) -> list[str]:
    """Give the working, each step with the parameter and source it rests on."""
    lines = []
    for step in steps:
        lines.append(f"  {step.label}: {step.value}")
        if step.reference is not None and step.standing is not None:
            standing = standing_text(step.standing.value, language=language)
            since = say("since", language, day=str(step.date))
            lines.append(f"      {step.parameter} = {step.parameter_value}, {since} [{standing}]")
            lines.append(f"      {step.reference.title}  {step.reference.href}")
    return lines


def step_json(step: Step) -> dict[str, object]:
    """Give a step as JSON."""
    reference = step.reference
    return {
        "node": step.node,
        "label": step.label,
        "value": step.value,
        "raw": step.raw,
        "parameter": step.parameter,
        "parameter_value": step.parameter_value,
        "date": None if step.date is None else step.date.isoformat(),
        "reference": None if reference is None else reference.model_dump(),
        "standing": None if step.standing is None else step.standing.value,
    }


def answer_lines(answer: Answer, language: str) -> list[str]:
    """Give an answer as the clinic reads it, with its strip of months."""
    told = tell(answer, language=language)
    lines = [f"  {told.headline}", *(f"  {line}" for line in told.because)]
    lines += [f"  {told.until}"] if told.until else []
    lines += _strip_lines(answer, language)
    lines += [f"  {line}" for line in (*told.closed, told.advice)]
    return lines + ([f"  {told.caution}"] if told.caution else [])


def _strip_lines(answer: Answer, language: str) -> list[str]:
    """Draw the months looked at; where the scheme has no rule, none were."""
    if not answer.strip:
        return []
    strip = " ".join(_MARKS[one.state.value] for one in answer.strip)
    first, last = month_text(answer.strip[0].month), month_text(answer.strip[-1].month)
    return [f"  {first} {strip} {last}", f"  {say('strip', language)}"]


def answer_json(answer: Answer, language: str) -> dict[str, object]:
    """Give an answer as JSON."""
    told = tell(answer, language=language)
    until = answer.covered_until
    return {
        "verdict": answer.verdict.value,
        "attend": answer.attend,
        "given_by": None if answer.given_by is None else answer.given_by.value,
        "covered_until": None if until is None else until.isoformat(),
        "reasons": [{"code": one.code, **dict(one.details)} for one in answer.reasons],
        "because": list(told.because),
        "advice": told.advice,
        "caution": told.caution,
        "benefit": answer.benefit,
        "closed": {one.benefit: one.opens_on.isoformat() for one in answer.closed},
        "strip": [
            {"month": month_text(one.month), "state": one.state.value} for one in answer.strip
        ],
        "standing": answer.standing.value,
    }
