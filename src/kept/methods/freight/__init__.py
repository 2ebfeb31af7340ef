"""What carrying a consignment costs: weight to be charged, rates, surcharges, tax, and each line's reason."""

from .priced import Clause, Priced, PricedLine
from .pricing import price
from .rates import (
    BreakCharge,
    FirstAndContinued,
    WeightBreak,
    break_charge,
    first_and_continued,
    switch_weight,
)
from .surcharges import (
    Basis,
    Detention,
    ShareWithMinimum,
    Surcharge,
    detention_charge,
    share_with_minimum,
)
from .tariff import Consignment, Tariff
from .weight import ChargeableWeight, WeightRule, box_volume, chargeable_weight, volumetric_weight

__all__ = [
    "Basis",
    "BreakCharge",
    "ChargeableWeight",
    "Clause",
    "Consignment",
    "Detention",
    "FirstAndContinued",
    "Priced",
    "PricedLine",
    "ShareWithMinimum",
    "Surcharge",
    "Tariff",
    "WeightBreak",
    "WeightRule",
    "box_volume",
    "break_charge",
    "chargeable_weight",
    "detention_charge",
    "first_and_continued",
    "price",
    "share_with_minimum",
    "switch_weight",
    "volumetric_weight",
]
