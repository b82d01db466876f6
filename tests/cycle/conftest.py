"""The databases of the cycle's tests."""

from tests.cycle.fixtures import founded, own_founded, own_programme, programme

__all__ = ["founded", "own_founded", "own_programme", "programme"]
