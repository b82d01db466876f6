"""The import contract on models, asked about a small tree of its own: green as it is, red when sabotaged."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.samples import ROOT

#: Two rooms with models, each read by its own actions; a storey above that asks the actions.
_TREE = {
    "apps/access/models.py": "class User: ...\n",
    "apps/access/actions.py": "from ayni.apps.access.models import User\n",
    "apps/registry/models.py": "class Person: ...\n",
    "apps/registry/actions.py": "from ayni.apps.registry import models\n",
    "web/pages.py": "from ayni.apps.access import actions\n",
    "core/actor.py": "",
}
_SABOTAGES = {
    "a page": ("web/pages.py", "from ayni.apps.access.models import User\n"),
    "a page, by its module": ("web/pages.py", "import ayni.apps.access.models\n"),
    "a room above": ("apps/registry/queries.py", "from ayni.apps.access import models\n"),
    "a room below": ("apps/access/queries.py", "from ayni.apps.registry.models import Person\n"),
    "a storey to come": ("fhir/person.py", "from ayni.apps.registry.models import Person\n"),
    "a room to come": (
        "apps/benefit/actions.py",
        "def late():\n    from ayni.apps.registry.models import Person\n",
    ),
}


def checked(folder: Path, files: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Write a package ``ayni`` of these files and hold the contract of this checkout against it."""
    for name, text in files.items():
        path = folder / "ayni" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for path in (folder / "ayni").rglob("*.py"):
        (path.parent / "__init__.py").touch()
    for place in ("ayni", "ayni/apps"):
        (folder / place / "__init__.py").touch()
    command = (
        "import sys; from importlinter.cli import lint_imports;"
        "sys.exit(lint_imports(config_filename=sys.argv[1],"
        " limit_to_contracts=('models',), cache_dir=None))"
    )
    return subprocess.run(
        [sys.executable, "-c", command, str(ROOT / "pyproject.toml")],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_models_read_by_their_own_room_are_left_alone(tmp_path: Path) -> None:
    seen = checked(tmp_path, _TREE)
    assert (seen.returncode, "1 kept, 0 broken" in seen.stdout) == (0, True), seen.stdout


@pytest.mark.parametrize("where", _SABOTAGES)
def test_models_read_from_elsewhere_are_seen(tmp_path: Path, where: str) -> None:
    name, text = _SABOTAGES[where]
    seen = checked(tmp_path, _TREE | {name: text})
    assert (seen.returncode, "0 kept, 1 broken" in seen.stdout) == (1, True), seen.stdout
    assert f"ayni.{name.removesuffix('.py').replace('/', '.')} ->" in seen.stdout
