"""What the insured persons of an example live by: activities with their shares, and what they earn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Work:
    """Earnings in minor units a month: a median and a spread (of the logarithm), cut off and stepped.

    ``monthly``: earnings are a worker's pay, which differs from month to month.
    """

    activities: tuple[str, ...]
    shares: tuple[float, ...]
    median: float
    spread: float
    least: int
    most: int
    step: int
    monthly: bool = False


COFFEE = Work(
    activities=("café", "café y cacao", "café y plátano", "cacao", "achiote y café", "apicultura"),
    shares=(0.78, 0.09, 0.06, 0.04, 0.02, 0.01),
    median=95_000.0,
    spread=0.42,
    least=30_000,
    most=600_000,
    step=50,
)
COCOA = Work(
    activities=("cacao", "cacao y plátano", "cacao y maíz"),
    shares=(0.8, 0.14, 0.06),
    median=88_000.0,
    spread=0.40,
    least=30_000,
    most=500_000,
    step=50,
)
MARKET = Work(
    activities=("puesto de mercado", "puesto de mercado: abarrotes", "puesto de mercado: verduras"),
    shares=(0.5, 0.28, 0.22),
    median=140_000.0,
    spread=0.45,
    least=50_000,
    most=900_000,
    step=100,
)
#: About a quarter earn less than the minimum wage in some month: they worked a part of it.
FARM_PAY = Work(
    activities=("agrario",),
    shares=(1.0,),
    median=145_000.0,
    spread=0.22,
    least=60_000,
    most=700_000,
    step=100,
    monthly=True,
)
#: Colones: below the minimum base, within every band of the scale, some above the highest.
COSTA_RICA = Work(
    activities=("agricultura",),
    shares=(1.0,),
    median=42_000_000.0,
    spread=0.70,
    least=12_000_000,
    most=400_000_000,
    step=100_000,
)
