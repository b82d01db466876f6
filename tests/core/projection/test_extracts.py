"""Row P8: keyed pseudonyms, and what leaves is k-anonymous or does not leave."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ayni.core.projection.extracts import (
    QUASI_IDENTIFIERS,
    Grain,
    TooFewAlike,
    outgoing,
    pseudonyms,
)
from tests.core.projection.made import COUPLE, FIRST, SINGLE, WIDOW, families_of

KEY = b"k" * 32


def test_pseudonyms_hang_on_the_key_and_on_nothing_else():
    found = pseudonyms([1, 2, 3, 2], key=KEY)
    assert set(found) == {1, 2, 3} and len(set(found.values())) == 3
    assert all(0 <= one < 2**63 for one in found.values())
    assert found == pseudonyms([3, 2, 1], key=KEY)
    assert not set(found.values()) & set(pseudonyms([1, 2, 3], key=b"x" * 32).values())
    # HMAC-SHA-256, so that somebody else's program gives the same
    assert found[1] == 0x3DE273DBEA6B9412


def test_eleven_alike_leave_and_ten_do_not():
    eleven = families_of(*[COUPLE] * 11, *[SINGLE] * 11)
    frame = outgoing(eleven, month=FIRST)
    assert frame.height == 22
    assert frame.columns == ["pseudonym", *QUASI_IDENTIFIERS]
    assert frame.group_by(list(QUASI_IDENTIFIERS)).len()["len"].to_list() == [11, 11]
    with pytest.raises(TooFewAlike) as refused:
        outgoing(families_of(*[COUPLE] * 11, *[SINGLE] * 10), month=FIRST)
    assert (refused.value.families, refused.value.of, refused.value.alike) == (10, 21, 11)


def test_an_association_of_ten_keeps_everybody_in():
    groups = ("one", "two")
    whole = families_of(*[COUPLE] * 21, group=[0] * 11 + [1] * 10, groups=groups)
    with pytest.raises(TooFewAlike):
        outgoing(whole, month=FIRST)
    frame = outgoing(whole, month=FIRST, grain=Grain(association=False))
    assert frame.height == 21 and "association" not in frame.columns


def test_what_leaves_is_coarse_and_holds_no_birth():
    frame = outgoing(families_of(*[WIDOW] * 11), month=FIRST)
    assert frame.row(0, named=True) | {"pseudonym": ""} == {
        "pseudonym": "",
        "association": "",
        "age_band": "60+",
        "sex": "F",
        "family_size": "2",
    }
    assert frame["pseudonym"].str.len_chars().unique().to_list() == [16]


def test_the_bands_begin_where_they_say():
    made = families_of(*[SINGLE] * 5)
    ages = np.array([29 * 12 + 11, 30 * 12, 44 * 12 + 11, 45 * 12, 200 * 12])
    made = replace(made, birth=(FIRST - ages).astype(np.int32))
    found = outgoing(made, month=FIRST, alike=1).sort("pseudonym")["age_band"].to_list()
    assert found == ["0-29", "30-44", "30-44", "45-59", "60+"]


def test_a_large_family_is_told_as_of_six():
    large = families_of(*[(*COUPLE, *[COUPLE[1]] * 7)] * 11)
    assert outgoing(large, month=FIRST)["family_size"].unique().to_list() == ["6+"]


def test_coarse_bands_let_out_what_fine_ones_keep_in():
    sizes = [COUPLE, (*COUPLE, COUPLE[1])]
    made = families_of(*[one for one in sizes for _ in range(6)])
    with pytest.raises(TooFewAlike):
        outgoing(made, month=FIRST)
    with pytest.raises(TooFewAlike):  # two and three persons are still apart
        outgoing(made, month=FIRST, grain=Grain(coarse=True))
    four = (*COUPLE, COUPLE[1], COUPLE[1])
    made = families_of(*[one for one in (sizes[1], four) for _ in range(6)])
    found = outgoing(made, month=FIRST, grain=Grain(coarse=True))
    assert found["family_size"].unique().to_list() == ["3-4"]
    assert found["age_band"].unique().to_list() == ["0-44"]
