"""How a test says that the database refuses: by our own code, or by the name of a constraint."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

import pytest
from django.db import DatabaseError, transaction


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Expect a refusal of the database with this SQLSTATE, or of the constraint of this name."""
    with pytest.raises(DatabaseError) as found, transaction.atomic():
        yield
    cause = found.value.__cause__
    assert cause is not None
    diagnosis = cause.diag  # type: ignore[attr-defined]
    assert code in (diagnosis.sqlstate, diagnosis.constraint_name), str(cause)


def noon(day: date) -> datetime:
    """Give the moment that is the same day in every institution of the tests."""
    return datetime.combine(day, time(18), tzinfo=UTC)
