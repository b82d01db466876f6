"""What is wrong between the parts of a study, with its place in the study's file."""

from __future__ import annotations

from dataclasses import dataclass

from ayni.core.projection.words import problem_text


@dataclass(frozen=True, slots=True)
class StudyProblem:
    """One thing wrong in a study: its place in the file, a code of ``words.PROBLEMS``, what and what else."""

    code: str
    place: tuple[str | int, ...]
    found: str = ""
    expected: str = ""

    def text(self, language: str = "es") -> str:
        """Say it in plain words."""
        return problem_text(
            self.code,
            language=language,
            place=".".join(str(part) for part in self.place),
            found=self.found,
            expected=self.expected,
        )


class StudyRefused(ValueError):
    """A study that cannot be prepared; ``problems`` has every one that was found."""

    def __init__(self, problems: list[StudyProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(one.text("en") for one in problems))
