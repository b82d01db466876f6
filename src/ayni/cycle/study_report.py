"""The report of a stored run, for whoever may read studies: what it says, as PDF, as a page."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

from ayni.adapters.documents.study import study_pdf
from ayni.adapters.documents.study_html import study_html
from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.core.actor import Actor
from ayni.core.projection.reconciling import Valued
from ayni.core.projection.report import study_report
from ayni.core.projection.report_facts import Facts, UnfinishedRun
from ayni.core.projection.report_told import Setting, facts_of
from ayni.core.projection.report_worked import Worked
from ayni.core.projection.reporting import StudyReport
from ayni.core.projection.study import StudyProblem
from ayni.cycle.study_papers import Wished, pictures_of, setting_of, worked_out
from ayni.cycle.studying import Opened, earlier_kept, opened

#: Studies worked out that are kept in the process.
_KEPT = 2
_lock = Lock()
_begun: OrderedDict[Opened, Future[Worked]] = OrderedDict()
_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="report")


def report_ready(*, actor: Actor, run: int) -> bool:
    """Tell whether a stored run is worked out for its report; the first asking begins it.

    One is worked out at a time, beside the requests: 42,000 families take from a quarter of a minute to a whole
    one. Raises ``UnknownRun``, ``NotDone``.
    """
    return _begin(actor, opened(actor=actor, run=run)).done()


def report_facts_of(*, actor: Actor, run: int, language: str = "es") -> Facts:
    """Give what the report of a stored run says; cheap the second time. Raises ``UnknownRun``, ``NotDone``."""
    found = opened(actor=actor, run=run)
    return facts_of(
        _begin(actor, found).result(), setting=_setting(actor, found), language=language
    )


def report_pdf(*, actor: Actor, run: int, language: str = "es") -> bytes:
    """Give the report of a stored run as PDF; raises ``UnknownRun``, ``NotDone``."""
    report = _report(actor, run, language)
    return study_pdf(report=report, pictures=pictures_of(report))


def report_html(*, actor: Actor, run: int, language: str = "es") -> str:
    """Give the report of a stored run as one page; raises ``UnknownRun``, ``NotDone``."""
    report = _report(actor, run, language)
    return study_html(report=report, pictures=pictures_of(report))


def _report(actor: Actor, run: int, language: str) -> StudyReport:
    facts = report_facts_of(actor=actor, run=run, language=language)
    return study_report(facts=facts, language=language)


def _begin(actor: Actor, found: Opened) -> Future[Worked]:
    """Give the work on a run, begun if it was not; what failed is tried again by who asks next."""
    with _lock:
        known = _going(found)
    if known is not None:
        return known
    earlier = _earlier(actor, found)  # asks the database, while nobody waits for the lock
    with _lock:
        known = _going(found)
        if known is None:
            known = _begun[found] = _worker.submit(_work_out, found, earlier)
        done = [one for one, work in _begun.items() if work.done()]
        for one in done[: max(0, len(_begun) - _KEPT)]:
            del _begun[one]
        return known


def _going(found: Opened) -> Future[Worked] | None:
    """Give work that is on its way or done; none where it was not begun, or failed."""
    known = _begun.get(found)
    if known is None or (known.done() and known.exception() is not None):
        return None
    _begun.move_to_end(found)
    return known


def _earlier(actor: Actor, found: Opened) -> Valued | StudyProblem | None:
    """Open the earlier study while there is an actor to ask for it: the work itself has none."""
    named = found.prepared.study.previous
    return None if named is None else earlier_kept(actor=actor, inputs=named)


def _work_out(found: Opened, earlier: Valued | StudyProblem | None) -> Worked:
    return worked_out(
        found.prepared,
        scheme=found.scheme,
        wished=Wished(found.run.kernel),
        cube=found.cube,
        earlier=earlier,
    )


def _setting(actor: Actor, found: Opened) -> Setting:
    """Say for whom a stored run's report is; its day is that on which the run ended."""
    if found.run.ended_at is None:
        raise UnfinishedRun(found.study.code)
    with acting(actor):
        institution = access.institution(actor=actor).name
        party = _party(actor, agreement=found.study.agreement)
    return setting_of(
        institution=institution,
        party=party,
        prepared=found.run.ended_at.date(),
        command=f"ayni study report {found.study.code}",
    )


def _party(actor: Actor, *, agreement: int | None) -> str:
    framework = None if agreement is None else alliances.framework(actor=actor, number=agreement)
    if framework is None:
        return ""
    party = alliances.association(actor=actor, number=framework.association)
    return "" if party is None else party.name
