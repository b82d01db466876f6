"""A part payment of one month among its families, by the rule that the scheme or the agreement names."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ayni.core.collection.allocating import ORDER, NotPayable, allocate
from ayni.core.collection.sharing import allocate_pro_rata
from ayni.core.scheme import Scheme, Terms, check_terms, part_rule


def shares_by_rule(
    scheme: Scheme, *, terms: Terms | None, owed: Sequence[int], paid: int
) -> tuple[int, ...]:
    """Give what each family takes of ``paid``, families in the order of the roster (minor units).

    Raises ``NotPayable`` where the scheme's contribution is not monthly, ``MoreThanOpen`` over what is owed,
    ``TermsRefused`` for a rule the scheme does not let an agreement choose.
    """
    if terms is not None:
        check_terms(scheme, terms=terms)
    rule = part_rule(scheme, terms=terms)
    if rule is None:
        raise NotPayable(f"{scheme.code} has no monthly contribution to share")
    places = pl.int_range(1, len(owed) + 1, dtype=pl.Int64, eager=True)
    lines = pl.DataFrame({"open": pl.Series(list(owed), dtype=pl.Int64), "position": places})
    lines = lines.with_columns(
        family=pl.col("position"), **{name: pl.lit(0) for name in ORDER if name in _SAME}
    )
    share = allocate_pro_rata if rule == "pro_rata" else allocate
    given = dict(share(lines, amount=paid).select("position", "amount").iter_rows())
    return tuple(given.get(place, 0) for place in places)


#: One month of one adhesion: these tell nothing apart.
_SAME = ("month", "adhesion", "part")
