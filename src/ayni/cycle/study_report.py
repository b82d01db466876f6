"""A study's report, from what was prepared and run to files: PDF and one HTML page, in a language.

A study of a file needs no database: ``write_report`` runs it and writes both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ayni.adapters.charts.study import study_chart
from ayni.adapters.documents.study import study_pdf
from ayni.adapters.documents.study_html import study_html
from ayni.core.projection.report import study_report
from ayni.core.projection.report_told import Setting, facts_of
from ayni.core.projection.report_worked import Worked, futures, project, work_out
from ayni.core.projection.reporting import StudyReport
from ayni.core.projection.study import Prepared
from ayni.core.scheme import Scheme

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


def run_for_report(prepared: Prepared, *, scheme: Scheme, wished: Wished) -> Worked:
    """Run a study's base and everything its report stands on."""
    kernel = wished.kernel or prepared.study.kernel
    scenarios = wished.scenarios or prepared.study.scenarios
    paths = futures(prepared, scenarios=range(scenarios))
    cube = project(prepared, kernel=kernel, paths=paths)
    whole = prepared.families.weight.max() == 1.0
    return work_out(
        prepared,
        scheme=scheme,
        kernel=kernel,
        cube=cube,
        proof_scenarios=wished.proof if whole else 0,
    )


def papers_of(worked: Worked, *, setting: Setting, language: str = "es") -> Papers:
    """Print a study that was worked out; the same study and setting give the same bytes."""
    report = study_report(
        facts=facts_of(worked, setting=setting, language=language), language=language
    )
    pictures = pictures_of(report)
    return Papers(
        report,
        study_pdf(report=report, pictures=pictures),
        study_html(report=report, pictures=pictures),
    )


def pictures_of(report: StudyReport) -> Mapping[str, str]:
    """Draw every figure of a report, as SVG by its code."""
    return {one.code: study_chart(figure=one).svg for one in report.figures()}


def write_report(
    *,
    prepared: Prepared,
    scheme: Scheme,
    setting: Setting,
    folder: Path,
    wished: Wished | None = None,
    languages: tuple[str, ...] = ("es",),
) -> tuple[Path, ...]:
    """Run a study and write its report into a folder; gives the files, two a language."""
    worked = run_for_report(prepared, scheme=scheme, wished=wished or Wished())
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for language in languages:
        papers = papers_of(worked, setting=setting, language=language)
        for ending, content in (("pdf", papers.pdf), ("html", papers.html.encode())):
            path = folder / f"{prepared.study.code}-{language}.{ending}"
            path.write_bytes(content)
            written.append(path)
    return tuple(written)
