"""One parameter file: OpenFisca's format read into our model.

``description``, ``unit``, ``metadata.reaches``, and under ``values`` a date for each value with
``value``, ``reference`` (title and href) and ``metadata.standing``. The file's name is the
parameter's name.
"""

from __future__ import annotations

from collections.abc import Iterator

from ayni.adapters.marked import MarkedFile, Place, Plain, place_text
from ayni.adapters.schemefiles.faults import FileFault
from ayni.adapters.schemefiles.words import example_of
from ayni.core.scheme import parse_figure
from ayni.core.scheme.units import UnknownUnit, UnreadableFigure, unit_kind

#: Fields of the model that the file keeps under ``metadata``.
_IN_METADATA = ("reaches", "standing", "note", "ended")


def parameter_faults(marked: MarkedFile) -> list[FileFault]:
    """Find the faults that keep a file from being read into the model's shape at all."""
    data = _mapping(marked.data)
    unit = data.get("unit")
    if not isinstance(unit, str):
        return [_fault(marked, place=("unit",), code="missing")]
    try:
        unit_kind(unit)
    except UnknownUnit as error:
        return [_fault(marked, place=("unit",), code="unknown_unit", expected=str(error))]
    if not _mapping(data.get("values")):
        return [_fault(marked, place=("values",), code="missing")]
    return list(_unreadable(marked, unit=unit))


def to_model(marked: MarkedFile) -> dict[str, Plain]:
    """Give the parameter as the model's JSON; what is missing stays missing, for it to refuse."""
    data = _mapping(marked.data)
    model = dict(_mapping(data.get("metadata")))
    model |= {name: value for name, value in data.items() if name not in ("metadata", "values")}
    model["name"] = marked.path.stem
    unit = str(data.get("unit"))
    values = _mapping(data.get("values"))
    model["values"] = [_dated(start, one=one, unit=unit) for start, one in values.items()]
    return model


def parameter_place(place: Place, *, marked: MarkedFile) -> Place:
    """Turn a path in the model into the place in the file."""
    if place[:1] == ("values",) and len(place) > 1 and isinstance(place[1], int):
        starts = list(_mapping(_mapping(marked.data).get("values")))
        return ("values", starts[place[1]], *_field(place[2:]))
    return _field(place)


def _field(place: Place) -> Place:
    return ("metadata", *place) if place and place[0] in _IN_METADATA else place


def _dated(start: str, *, one: Plain, unit: str) -> dict[str, Plain]:
    given = _mapping(one)
    model = dict(_mapping(given.get("metadata")))
    model |= {name: value for name, value in given.items() if name not in ("metadata", "value")}
    model["start"] = start
    if "value" in given:
        figure = parse_figure(given["value"], unit=unit)
        model["value"] = list(figure) if isinstance(figure, tuple) else figure
    return model


def _unreadable(marked: MarkedFile, *, unit: str) -> Iterator[FileFault]:
    for start, one in _mapping(_mapping(marked.data).get("values")).items():
        place: Place = ("values", start)
        if not isinstance(one, dict):
            yield _fault(marked, place=(*place, "reference"), code="missing")
            continue
        try:
            parse_figure(one.get("value"), unit=unit)
        except UnreadableFigure as error:
            where = (*place, "value")
            yield _fault(marked, place=where, code="unreadable_figure", expected=str(error))
        yield from _overclaimed(marked, place=place, one=one)


def _overclaimed(marked: MarkedFile, *, place: Place, one: dict[str, Plain]) -> Iterator[FileFault]:
    """Find what nobody can have read at its source: no value, verified; or an end that has a value.

    Asked of files only: a text pinned before this was asked must still be read.
    """
    said = _mapping(one.get("metadata"))
    ended = said.get("ended") is True
    if one.get("value") is None and said.get("standing") == "verified" and not ended:
        where = (*place, "metadata", "standing")
        yield _fault(marked, place=where, code="unknown_yet_verified")
    if one.get("value") is not None and ended:
        yield _fault(marked, place=(*place, "metadata", "ended"), code="ended_with_value")


def _mapping(data: Plain) -> dict[str, Plain]:
    return data if isinstance(data, dict) else {}


def _fault(marked: MarkedFile, *, place: Place, code: str, expected: str = "") -> FileFault:
    return FileFault(
        file=marked.path.name,
        line=marked.line_of(place),
        place=place_text(place),
        code=code,
        found="",
        expected=expected,
        example=example_of(code) or example_of(str(place[-1])),
    )
