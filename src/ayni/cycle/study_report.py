"""A study's report, from what was prepared and run to files: PDF and one HTML page, in a language.

A study of a file needs no database: ``write_report`` runs it, or takes what was run, and writes both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from ayni.adapters.charts.study import study_chart
from ayni.adapters.documents.study import study_pdf
from ayni.adapters.documents.study_html import study_html
from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.core.actor import Actor
from ayni.core.projection.cube import Cube
from ayni.core.projection.report import study_report
from ayni.core.projection.report_facts import Facts, UnfinishedRun
from ayni.core.projection.report_told import Setting, facts_of
from ayni.core.projection.report_worked import Worked, futures, project, work_out
from ayni.core.projection.reporting import StudyReport
from ayni.core.projection.study import Prepared
from ayni.core.scheme import Scheme
from ayni.cycle.study_blocks import code_digests
from ayni.cycle.studying import Opened, opened

#: Futures of the proof by the other kernel, at most: the event kernel draws every family.
PROOF = 20
#: Studies worked out that are kept in the process.
_KEPT = 2


@dataclass(frozen=True, slots=True)
class Wished:
    """How a study is run for its report; none: as it says itself. ``proof``: futures of the other kernel."""

    kernel: str | None = None
    scenarios: int | None = None
    proof: int = PROOF


@dataclass(frozen=True, slots=True)
class Papers:
    """A report in one language, as both of its files."""

    report: StudyReport
    pdf: bytes
    html: str


def write_report(
    *,
    prepared: Prepared,
    scheme: Scheme,
    setting: Setting,
    folder: Path,
    wished: Wished | None = None,
    cube: Cube | None = None,
    languages: tuple[str, ...] = ("es",),
) -> tuple[Path, ...]:
    """Write a study's report into a folder; gives the files, two a language.

    ``cube`` is its run by the kernel that is wished; none: it is run here. Raises ``ReasonMissing`` for an
    assumption without its reason, ``UnfinishedRun``, ``OtherStudy``, ``UnknownLanguage``.
    """
    worked = worked_out(prepared, scheme=scheme, wished=wished or Wished(), cube=cube)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for language in languages:
        papers = papers_of(worked, setting=setting, language=language)
        for ending, content in (("pdf", papers.pdf), ("html", papers.html.encode())):
            path = folder / f"{prepared.study.code}-{language}.{ending}"
            path.write_bytes(content)
            written.append(path)
    return tuple(written)


def setting_of(*, institution: str, party: str, prepared: date, command: str) -> Setting:
    """Give what stands on a report besides the study: for whom, when, how to get it again, by what program."""
    code = code_digests()
    versions = ", ".join(f"{name} {code[name]}" for name in sorted(code) if name != "projection")
    return Setting(institution, party, prepared, f"Ayni; {versions}", command, code["projection"])


def worked_out(
    prepared: Prepared, *, scheme: Scheme, wished: Wished, cube: Cube | None = None
) -> Worked:
    """Work a study out; its base is run here where no cube is handed in."""
    kernel = wished.kernel or prepared.study.kernel
    if cube is None:
        scenarios = range(wished.scenarios or prepared.study.scenarios)
        cube = project(prepared, kernel=kernel, paths=futures(prepared, scenarios=scenarios))
    weighted = bool((prepared.families.weight != 1.0).any())  # the event kernel takes no weights
    return work_out(
        prepared,
        scheme=scheme,
        kernel=kernel,
        cube=cube,
        proof_scenarios=0 if weighted else wished.proof,
    )


def papers_of(worked: Worked, *, setting: Setting, language: str = "es") -> Papers:
    """Print a study that was worked out; the same study and setting give the same bytes."""
    facts = facts_of(worked, setting=setting, language=language)
    report = study_report(facts=facts, language=language)
    pictures = pictures_of(report)
    return Papers(
        report,
        study_pdf(report=report, pictures=pictures),
        study_html(report=report, pictures=pictures),
    )


def pictures_of(report: StudyReport) -> Mapping[str, str]:
    """Draw every figure of a report, as SVG by its code."""
    return {one.code: study_chart(figure=one).svg for one in report.figures()}


def report_facts_of(*, actor: Actor, run: int, language: str = "es") -> Facts:
    """Give what the report of a stored run says; cheap the second time. Raises ``UnknownRun``, ``NotDone``."""
    found = opened(actor=actor, run=run)
    worked = _worked(_Stored(found))
    return facts_of(worked, setting=_setting(actor, found), language=language)


def report_pdf(*, actor: Actor, run: int, language: str = "es") -> bytes:
    """Give the report of a stored run as PDF; raises ``UnknownRun``, ``NotDone``."""
    return _papers(actor, run, language).pdf


def report_html(*, actor: Actor, run: int, language: str = "es") -> str:
    """Give the report of a stored run as one page; raises ``UnknownRun``, ``NotDone``."""
    return _papers(actor, run, language).html


def _papers(actor: Actor, run: int, language: str) -> Papers:
    found = opened(actor=actor, run=run)
    return papers_of(_worked(_Stored(found)), setting=_setting(actor, found), language=language)


@dataclass(frozen=True, slots=True, eq=False)
class _Stored:
    """An opened run, known in the cache by what it took and gave: row security was asked when it was opened."""

    opened: Opened

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Stored) and self._digests() == other._digests()

    def __hash__(self) -> int:
        return hash(self._digests())

    def _digests(self) -> tuple[str, str | None, str | None]:
        return self.opened.run.kernel, self.opened.run.input, self.opened.run.cube


@lru_cache(maxsize=_KEPT)
def _worked(stored: _Stored) -> Worked:
    found = stored.opened
    return worked_out(found.prepared, scheme=found.scheme, wished=Wished(found.run.kernel), cube=found.cube)


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
