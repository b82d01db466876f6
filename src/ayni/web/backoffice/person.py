"""One person's record: cover and why, months, family, who looked. Every look is logged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.affiliation.queries import Affiliated, ConditionFact
from ayni.apps.assessment import queries as assessments
from ayni.apps.audit import queries as audits
from ayni.apps.audit.actions import log_read, log_reads
from ayni.apps.audit.queries import Reading
from ayni.apps.registry import queries as registry
from ayni.apps.registry.queries import Person
from ayni.core.actor import Actor
from ayni.core.affiliation.words import RELATIONS
from ayni.core.entitlement import Event, tell
from ayni.core.periods import Span
from ayni.core.scheme.rules import DependantRule
from ayni.cycle.conditions import MAY_RECORD, dependant_rule
from ayni.cycle.eligibility import Eligibility, ask
from ayni.web.actors import CASES, page
from ayni.web.backoffice import texts
from ayni.web.backoffice.condition_forms import ConditionForm, conditions_context
from ayni.web.backoffice.persons import document_of
from ayni.web.backoffice.strip import month_states
from ayni.web.clock import today
from ayni.web.components import Cell, Column, Crumb, DataTable, Figure, Item, Reason, strip_years
from ayni.web.signs import sign_of

TEMPLATE = "ayni/backoffice/person.html"


@dataclass(frozen=True, slots=True)
class Record:
    """Everything the page of one person shows."""

    person: Person
    asked: Eligibility | None
    family: tuple[Affiliated, ...]
    spans: tuple[Affiliated, ...]
    due_on: dict[int, date]
    readings: tuple[Reading, ...]
    zone: str
    conditions: tuple[ConditionFact, ...]
    may_record: bool

    @property
    def rule(self) -> DependantRule | None:
        """Give the rule about the person as a dependant; an insured person has none."""
        if self.asked is None or self.asked.known is None or self.asked.scheme is None:
            return None
        return dependant_rule(self.asked.scheme, relation=self.asked.known.relation)


def record_of(*, actor: Actor, number: int, day: date, route: str) -> Record | None:
    """Read everything of a person and log the look; nothing where there is no such person to see."""
    with acting(actor):
        person = registry.person(actor=actor, number=number)
    if person is None:
        return None
    asked = _asked(actor=actor, person=person, day=day, route=route)
    with acting(actor):
        if asked is None:
            log_read(actor=actor, person=person.id, route=route)
        spans = affiliations.spans_of(actor=actor, person=person.id)
        family = affiliations.family_of(actor=actor, family=_family(asked, spans)) if spans else []
        others = sorted({one.person for one in family} - {person.id})
        log_reads(actor=actor, persons=others, route=route)
        return Record(
            person=person,
            asked=asked,
            family=tuple(family),
            spans=tuple(spans),
            due_on=_due_days(actor=actor, asked=asked),
            readings=tuple(audits.readings(actor=actor, person=person.id, limit=20)),
            zone=access.institution(actor=actor).time_zone,
            conditions=tuple(_conditions(actor, person=person)),
            may_record=actor.role in MAY_RECORD,
        )


def _conditions(actor: Actor, *, person: Person) -> list[ConditionFact]:
    return affiliations.conditions_of(actor=actor, persons=[person.id]).get(person.id, [])


def _asked(*, actor: Actor, person: Person, day: date, route: str) -> Eligibility | None:
    """Ask whether the person is covered; nothing is known of somebody never affiliated, or erased."""
    if person.number is None:
        return None
    found = ask(actor=actor, number=person.number, day=day, event=Event.ILLNESS, route=route)
    return found if found.known is not None and found.known.person == person.id else None


def _family(asked: Eligibility | None, spans: Sequence[Affiliated]) -> int:
    return asked.known.family if asked and asked.known else spans[0].family


def _due_days(*, actor: Actor, asked: Eligibility | None) -> dict[int, date]:
    """Give the days on which the adhesion's months were due."""
    if asked is None or asked.known is None:
        return {}
    known = asked.known
    billed = assessments.notices(actor=actor, association=known.association)
    return {n.month: n.due_on for n in billed if n.adhesion == known.adhesion}


@require_safe
@page(*CASES, reason="ver la ficha de una persona")
def person(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show one person's record; the look is logged and shown to the person."""
    day = today(actor=actor)
    found = record_of(actor=actor, number=number, day=day, route=request.path)
    if found is None:
        raise Http404("no such person")
    return render(request, TEMPLATE, person_context(found, day=day))


def person_context(
    found: Record, *, day: date, form: ConditionForm | None = None
) -> dict[str, object]:
    """Give what the page shows; ``form`` is a condition that was refused."""
    name = found.person.full_name if not found.person.erased else _("Datos suprimidos")
    return {
        "crumbs": [Crumb(_("Personas"), reverse("office-persons")), Crumb(name)],
        "name": name,
        "lead": document_of(found.person),
        "cover": _cover(found, day=day),
        "figures": _figures(found),
        "items": _items(found),
        "strip": _strip(found, day=day),
        "family": _family_table(found, day=day) if found.family else None,
        "spans": _spans_table(found.spans) if found.spans else None,
        "readings": _readings_table(found) if found.readings else None,
        "person_number": found.person.id,
        **conditions_context(
            found.conditions, rule=found.rule, may_record=found.may_record, form=form
        ),
    }


def _cover(found: Record, *, day: date) -> dict[str, object] | None:
    """Tell the answer of today with its reasons and the norms it rests on."""
    if found.asked is None or found.asked.answer is None:
        return None
    answer = found.asked.answer
    told = tell(answer, language=texts.language())
    mark = {"covered": "met", "not_covered": "unmet"}.get(answer.verdict.value, "note")
    norms = {r.reference.title: r.reference.href for r in answer.readings}
    return {
        "state": answer.verdict.value,
        "headline": _("Cubierto hasta el %(day)s") % {"day": texts.day(answer.covered_until)}
        if answer.covered_until
        else sign_of(answer.verdict.value).label,
        "asked": _("Consulta por enfermedad, al %(day)s") % {"day": texts.day(day)},
        "reasons": [
            *(Reason(mark, text) for text in told.because),
            *(
                Reason("note", _("Regla aplicada"), source=_norm(title), source_url=_web(href))
                for title, href in norms.items()
            ),
        ],
        "advice": told.advice,
        "caution": told.caution or "",
    }


def _norm(title: str) -> str:
    return _("Término del convenio") if title == "agreement" else title


def _web(href: str) -> str:
    return href if href.startswith("https://") else ""


def _figures(found: Record) -> list[Figure]:
    known = found.asked.known if found.asked else None
    answer = found.asked.answer if found.asked else None
    if known is None or answer is None:
        return []
    sign = sign_of(answer.verdict.value)
    return [
        Figure(
            _("Hoy"),
            str(sign.label),
            icon="shield",
            tone=sign.tone,
        ),
        Figure(
            _("Cubierto hasta"),
            texts.short_day(answer.covered_until) or "—",
            hint=_("si no se paga nada más") if answer.covered_until else "",
            icon="calendar",
        ),
        Figure(_("Meses pagados"), texts.number(len(known.paid)), icon="money"),
    ]


def _items(found: Record) -> list[Item]:
    one = found.person
    known = found.asked.known if found.asked else None
    items = [
        Item(_("Documento"), document_of(one)),
        Item(_("Nacimiento"), texts.day(one.birth_date) or _("sin registrar")),
        Item(_("Sexo"), {"F": _("Femenino"), "M": _("Masculino")}.get(one.sex or "", "—")),
    ]
    if known is None:
        return items
    return [
        *items,
        Item(_("Calidad"), RELATIONS[known.relation][texts.language()]),
        Item(
            _("Asociación"),
            known.association_name,
            url=reverse("office-association", args=[known.association]),
        ),
        Item(_("Establecimiento de adscripción"), known.facility or _("sin asignar")),
    ]


def _strip(found: Record, *, day: date) -> list[object]:
    known = found.asked.known if found.asked else None
    if known is None:
        return []
    states = month_states(
        spans=[Span(start, end) for start, end in known.spans],
        paid=dict(known.paid),
        due_on={m: found.due_on[m] for m in known.assessed if m in found.due_on},
        today=day,
    )
    return [*strip_years(states)]


def _family_table(found: Record, *, day: date) -> DataTable:
    return DataTable(
        caption=_("Familia"),
        columns=[
            Column(_("Apellidos y nombres"), "link"),
            Column(_("Parentesco")),
            Column(_("Documento")),
            Column(_("Nacimiento")),
            Column(_("Estado"), "badge"),
        ],
        rows=[_family_row(one, own=found.person.id, day=day) for one in found.family],
    )


def _family_row(one: Affiliated, *, own: int, day: date) -> list[Cell]:
    stands = one.starts <= day and (one.ends is None or day < one.ends)
    url = "" if one.person == own else reverse("office-person", args=[one.person])
    return [
        Cell(one.name or _("Datos suprimidos"), url=url),
        Cell(RELATIONS[one.relation][texts.language()]),
        Cell(one.number or "—"),
        Cell(texts.short_day(one.birth_date)),
        Cell(badge="affiliated" if stands else "ended"),
    ]


def _spans_table(spans: Sequence[Affiliated]) -> DataTable:
    return DataTable(
        caption=_("Afiliaciones"),
        columns=[
            Column(_("Asociación"), "link"),
            Column(_("Calidad")),
            Column(_("Desde")),
            Column(_("Hasta")),
        ],
        rows=[
            [
                Cell(
                    one.association_name, url=reverse("office-association", args=[one.association])
                ),
                Cell(RELATIONS[one.relation][texts.language()]),
                Cell(texts.short_day(one.starts)),
                Cell(texts.short_day(one.ends) or _("sigue")),
            ]
            for one in spans
        ],
    )


def _readings_table(found: Record) -> DataTable:
    return DataTable(
        caption=_("Quién vio esta ficha"),
        columns=[Column(_("Cuándo")), Column(_("Quién")), Column(_("Para qué"))],
        rows=[
            [
                Cell(texts.moment(one.read_at, zone=found.zone)),
                Cell(one.actor),
                Cell(one.purpose),
            ]
            for one in found.readings
        ],
    )
