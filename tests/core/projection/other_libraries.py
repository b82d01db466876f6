"""What GEMAct and aggregate say of a year's cost. Run by a Python of their own; prints JSON.

    PYTHON other_libraries.py    asked on the standard input: step, sigma, steps, chances, counts

The cost of an event is lognormal of median one. ``size`` is nothing where events are Poisson.
"""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any


def _gemact(asked: dict[str, Any], *, mean: float, size: int | None, method: str) -> dict[str, Any]:
    from gemact.lossmodel import Frequency, Layer, LossModel, PolicyStructure, Severity

    frequency = (
        Frequency(dist="poisson", par={"mu": mean})
        if size is None
        else Frequency(dist="nbinom", par={"n": size, "p": size / (size + mean)})
    )
    model = LossModel(
        frequency=frequency,
        severity=Severity(dist="lognormal", par={"shape": asked["sigma"], "scale": 1.0}),
        policystructure=PolicyStructure(layers=Layer()),
        aggr_loss_dist_method=method,
        sev_discr_method="massdispersal",
        n_aggr_dist_nodes=asked["steps"],
        n_sev_discr_nodes=asked["steps"] - 1,
        sev_discr_step=asked["step"],
        tilt=False,
    )
    quantiles = [float(model.ppf(chance)) for chance in asked["chances"]]
    return {"mean": float(model.mean()), "quantiles": quantiles}


def _aggregate(asked: dict[str, Any], *, mean: float, size: int | None) -> dict[str, Any]:
    from aggregate import build

    law = "poisson" if size is None else f"mixed gamma {size**-0.5!r}"
    made = build(
        f"agg Year {mean!r} claims sev 1.0 * lognorm {asked['sigma']!r} {law}",
        log2=asked["steps"].bit_length() - 1,
        bs=asked["step"],
        normalize=True,
    )
    return {
        "mean": float(made.est_m),
        "quantiles": [float(made.q(chance)) for chance in asked["chances"]],
    }


def main() -> None:
    """Answer for each way of counting."""
    warnings.filterwarnings("ignore")
    asked = json.load(sys.stdin)
    found = []
    for mean, size in asked["counts"]:
        said = {
            "gemact": _gemact(asked, mean=mean, size=size, method="fft"),
            "aggregate": _aggregate(asked, mean=mean, size=size),
        }
        if size is None:
            # Its recursion of a negative binomial stops at 0.9977 of the chances and says so (1.3.0).
            said["gemact_recursion"] = _gemact(asked, mean=mean, size=size, method="recursion")
        found.append(said)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
