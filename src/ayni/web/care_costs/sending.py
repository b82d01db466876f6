"""The file somebody sends: taken, or refused in words with every row that is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from ayni.adapters.spreadsheets import UnreadableFile, unreadable_text
from ayni.core.actor import Actor
from ayni.core.benefit import NotACostFile, cost_refusal_text, problem_words
from ayni.core.benefit import Problem as Wrong
from ayni.cycle.care_costs import CostsRefused, SentFile, receive
from ayni.web.backoffice import texts
from ayni.web.clock import now, today
from ayni.web.components import Problem
from ayni.web.sent_sheets import over_limit

#: Problems that a page shows; the rest is counted.
MOST_SHOWN = 200


def taken(
    actor: Actor, sent: UploadedFile[bytes] | None
) -> tuple[int | None, bool, str, Sequence[Problem]]:
    """Receive a file: its number and whether it is new, or why it is not taken, and its wrong rows."""
    if sent is None:
        return None, False, _("Elija el archivo de costos."), ()
    if refused := over_limit(sent):
        return None, False, refused, ()
    file = SentFile(name=(sent.name or "costos").replace("\0", ""), content=sent.read())
    try:
        number, new = receive(actor=actor, file=file, day=today(actor=actor), at=now())
    except CostsRefused as refusal:
        return None, False, refused_text(refusal), problems_of(refusal.problems)
    except UnreadableFile as refusal:
        return None, False, unreadable_text(refusal, texts.language()), ()
    except NotACostFile as refusal:
        return None, False, cost_refusal_text(refusal, texts.language()), ()
    return number, new, "", ()


def refused_text(refusal: CostsRefused) -> str:
    """Say that nothing counted, and how many rows are wrong."""
    return _("Por corregir: %(count)s. No se contó nada del archivo.") % {
        "count": texts.number(len(refusal.problems))
    }


def problems_of(found: Sequence[Wrong]) -> list[Problem]:
    """Write the wrong rows in the reader's language."""
    shown = []
    for one in found[:MOST_SHOWN]:
        wrong, right = problem_words(one, texts.language())
        shown.append(Problem(one.row, one.column, one.value, wrong, right, one.sheet))
    return shown
