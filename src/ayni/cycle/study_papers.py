"""A study's report as files, with no database: PDF and one HTML page, in a language.

``write_report`` runs a study of a file, or takes what was run, and writes both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ayni.adapters.charts.study import study_chart
from ayni.adapters.documents.study import study_pdf
from ayni.adapters.documents.study_html import study_html
from ayni.core.projection.cube import Cube
from ayni.core.projection.reconciliation import Reconciliation
from ayni.core.projection.reconciling import Valued, reconcile
from ayni.core.projection.report import study_report
from ayni.core.projection.report_told import Setting, facts_of
from ayni.core.projection.report_worked import Worked, futures, project, work_out
from ayni.core.projection.reporting import StudyReport
from ayni.core.projection.study import Prepared, StudyProblem, StudyRefused
from ayni.core.scheme import Scheme
from ayni.cycle.study_blocks import code_digests

#: Futures of the proof by the other kernel, at most: the event kernel draws every family.
PROOF = 20


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
    earlier: Valued | StudyProblem | None = None,
) -> tuple[Path, ...]:
    """Write a study's report into a folder; gives the files, two a language.

    ``cube`` is its run by the kernel that is wished; none: it is run here. Raises
    ``AssumptionWithoutReason``, ``UnfinishedRun``, ``OtherStudy``, ``UnknownLanguage``; ``StudyRefused`` where
    no way leads from the ``earlier`` study that this one names.
    """
    worked = worked_out(
        prepared, scheme=scheme, wished=wished or Wished(), cube=cube, earlier=earlier
    )
    if isinstance(worked.reconciliation, StudyProblem):
        raise StudyRefused([worked.reconciliation])
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
    prepared: Prepared,
    *,
    scheme: Scheme,
    wished: Wished,
    cube: Cube | None = None,
    earlier: Valued | StudyProblem | None = None,
) -> Worked:
    """Work a study out; its base is run here where no cube is handed in.

    ``earlier`` is the study that it names as the one before, or what is wrong with that.
    """
    kernel = wished.kernel or prepared.study.kernel
    if cube is None:
        scenarios = range(wished.scenarios or prepared.study.scenarios)
        cube = project(prepared, kernel=kernel, paths=futures(prepared, scenarios=scenarios))
    weighted = bool((prepared.families.weight != 1.0).any())  # the event kernel takes no weights
    worked = work_out(
        prepared,
        scheme=scheme,
        kernel=kernel,
        cube=cube,
        proof_scenarios=0 if weighted else wished.proof,
    )
    now = Valued(prepared, scheme, cube)
    return replace(worked, reconciliation=_reconciled(now, earlier=earlier))


def _reconciled(
    now: Valued, *, earlier: Valued | StudyProblem | None
) -> Reconciliation | StudyProblem | None:
    named = now.prepared.study.previous
    if named is None:
        return None
    if earlier is None:
        return StudyProblem("previous_lost", ("previous",), named, named)
    if isinstance(earlier, StudyProblem):
        return earlier
    try:
        return reconcile(earlier=earlier, now=now)
    except StudyRefused as error:
        return error.problems[0]


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
