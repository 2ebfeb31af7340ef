"""What stock does for service: safety stock, fill rate, and the one order before a season."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, pi, sqrt
from statistics import NormalDist

from .statistics.distributions import normal_quantile


@dataclass(frozen=True)
class Replenishment:
    """Demand a day and its standard deviation, lead time in days and its, and how much is ordered at once."""

    demand: float
    demand_sd: float
    lead_days: float
    lead_sd: float
    order_quantity: float

    def __post_init__(self) -> None:
        if min(self.demand, self.demand_sd, self.lead_days, self.lead_sd) < 0 or self.order_quantity <= 0:
            raise ValueError("demand and times are not below nothing, an order is above it")

    @property
    def spread(self) -> float:
        """s_L = sqrt(L s_d^2 + d^2 s_L^2): how far the demand of a lead time strays."""
        return sqrt(self.lead_days * self.demand_sd**2 + (self.demand * self.lead_sd) ** 2)


@dataclass(frozen=True)
class StockLevel:
    """A cycle service level with what it takes and gives; `stock` is held on average."""

    level: float
    z: float
    safety_stock: float
    reorder_point: float
    stock: float
    fill_rate: float


@dataclass(frozen=True)
class SeasonOrder:
    """One order before a season: how much, and what it comes to on average."""

    ratio: float
    quantity: float
    lost_sales: float
    left_over: float
    profit: float
    fill_rate: float


def unit_loss(z: float) -> float:
    """L(z) = phi(z) - z (1 - Phi(z)): mean shortage in standard deviations.

    Source: tables of the unit normal loss.

    >>> [round(unit_loss(normal_quantile(each)), 6) for each in (0.90, 0.95, 0.975, 0.98, 0.99)]
    [0.047343, 0.020893, 0.009446, 0.007343, 0.003389]
    """
    return _density(z) - z * (1 - NormalDist().cdf(z))


def stock_level(held: Replenishment, level: float) -> StockLevel:
    """SS = z s, ROP = d L + SS, mean stock Q / 2 + SS, fill rate 1 - s (L(z) - L(z + Q / s)) / Q.

    `level` is the probability that no cycle runs out (type 1); the fill rate (type 2) is another matter.
    Source: continuous review with backorders, as in S. Nahmias, Production and Operations Analysis.

    >>> found = stock_level(Replenishment(100, 20, 9, 2, 1000), 0.95)
    >>> round(found.safety_stock, 4), round(found.reorder_point, 4)
    (343.4555, 1243.4555)
    >>> fixed = stock_level(Replenishment(100, 20, 9, 0, 500), 0.841344746)
    >>> round(fixed.fill_rate, 6), round(fixed.z, 6)
    (0.990002, 1.0)
    """
    if not 0 < level < 1:
        raise ValueError("a level lies between 0 and 1")
    z, spread, quantity = normal_quantile(level), held.spread, held.order_quantity
    safety = z * spread
    short = spread * (unit_loss(z) - unit_loss(z + quantity / spread)) if spread else 0.0
    return StockLevel(
        level=level,
        z=z,
        safety_stock=safety,
        reorder_point=held.demand * held.lead_days + safety,
        stock=quantity / 2 + safety,
        fill_rate=1 - short / quantity,
    )


def season_order(*, mean: float, sd: float, price: float, cost: float, salvage: float) -> SeasonOrder:
    """Q = mu + z s at Phi(z) = cu / (cu + co), cu = price - cost, co = cost - salvage (the newsvendor).

    Lost s L(z), left over Q - mu + s L(z), profit cu mu - (cu + co) s phi(z).
    Source: the exercise with demand N(1000, 200), 40 lost for each short, 10 for each left over:

    >>> found = season_order(mean=1000, sd=200, price=100, cost=60, salvage=50)
    >>> found.ratio, round(found.quantity, 4), round(found.lost_sales, 4), round(found.left_over, 4)
    (0.8, 1168.3242, 22.3275, 190.6518)
    >>> round(found.profit, 2), round(found.fill_rate, 6)
    (37200.38, 0.977672)
    """
    if not salvage < cost < price or mean <= 0 or sd < 0:
        raise ValueError("what is left sells for less than it cost, and it cost less than its price")
    under, over = price - cost, cost - salvage
    ratio = under / (under + over)
    z = normal_quantile(ratio)
    lost = sd * unit_loss(z)
    quantity = mean + z * sd
    return SeasonOrder(
        ratio=ratio,
        quantity=quantity,
        lost_sales=lost,
        left_over=quantity - mean + lost,
        profit=under * mean - (under + over) * sd * _density(z),
        fill_rate=1 - lost / mean,
    )


def _density(z: float) -> float:
    return exp(-z * z / 2) / sqrt(2 * pi)
