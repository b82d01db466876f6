"""What our templates and tags ask the catalogues to translate."""

from __future__ import annotations

import ast
import re
from pathlib import Path

WEB = Path(__file__).resolve().parents[2] / "src" / "ayni" / "web"
_TRANSLATE = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
_MARKED = {"_", "gettext", "gettext_lazy"}


def asked() -> set[str]:
    """Give every Spanish text marked for translation in `ayni.web`."""
    found: set[str] = set()
    for page in WEB.glob("templates/**/*.html"):
        for double, single in _TRANSLATE.findall(page.read_text("utf-8")):
            found.add(double or single)
    for source in WEB.glob("**/*.py"):
        found |= _marked(ast.parse(source.read_text("utf-8")))
    return found


def _marked(tree: ast.AST) -> set[str]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id in _MARKED
        and isinstance(call.args[0], ast.Constant)
    }
