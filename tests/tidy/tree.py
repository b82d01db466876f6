"""The files of the tree that the tidy rules look at."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.samples import ROOT

SRC = ROOT / "src" / "ayni"
_IGNORED = {".git", "var", "node_modules", "build", "dist"}
_TEXT = {
    *(".py", ".sql", ".md", ".toml", ".txt", ".in", ".json", ".yaml", ".yml", ".html", ".css"),
    *(".js", ".po", ".typ", ".sh", ".svg", ".csv", ".cfg", ""),
}


def _kept(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    hidden = any(part.startswith(".") and part not in (".ci", ".gitignore") for part in parts)
    generated = any(part in _IGNORED or part.endswith(".egg-info") for part in parts)
    return not hidden and not generated and "__pycache__" not in parts


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Python files of these folders of the checkout."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple(sorted(path for path in found if _kept(path)))


@cache
def text_files() -> tuple[Path, ...]:
    """Every text file that could be committed."""
    return tuple(sorted(_walk(ROOT)))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if not _kept(path) or path.is_symlink():
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.suffix in _TEXT:
            yield path


def module_of(path: Path) -> str:
    """``src/ayni/core/money/__init__.py`` -> ``ayni.core.money``."""
    parts = list(path.relative_to(SRC.parent).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
