"""What every test of the web begins with."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_sign_in_counted() -> None:
    """The sign-ins of other tests count against the limit of this address: each begins with none."""
    cache.clear()
