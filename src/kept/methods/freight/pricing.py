"""Pricing a consignment by a tariff."""

from __future__ import annotations

from decimal import Decimal

from .priced import Priced, PricedLine, as_text, priced_line
from .rates import FirstAndContinued, break_charge, first_and_continued
from .surcharges import Basis, Detention, Surcharge, detention_charge, share_with_minimum
from .tariff import Consignment, Tariff
from .weight import ChargeableWeight, chargeable_weight, volumetric_weight


def price(consignment: Consignment, tariff: Tariff) -> Priced:
    """total = sum of lines, each rounded half up, plus the tax of each line, rounded half up.

    Source: trade practice. Lines that come to nothing are left out, except the base freight.

    >>> from .rates import WeightBreak
    >>> fuel, tax = Decimal("0.12"), Decimal("0.09")
    >>> tariff = Tariff([WeightBreak(Decimal(0), Decimal(4))], fuel_share=fuel, tax_rate=tax)
    >>> found = price(Consignment(Decimal(90)), tariff)
    >>> [(line.kind, line.amount_minor, line.tax_minor) for line in found.lines], found.total_minor
    ([('freight', 36000, 3240), ('fuel', 4320, 389)], 43949)
    """
    weight = chargeable_weight(
        actual_kg=consignment.weight_kg,
        volumetric_kg=volumetric_weight(consignment.volume_m3, tariff.divisor),
        rule=tariff.weight_rule,
        step_kg=tariff.step_kg,
    )
    freight = _freight(weight, tariff)
    base = Decimal(freight.amount_minor).scaleb(-tariff.minor_digits)
    lines = [freight]
    if tariff.fuel_share:
        lines.append(_surcharge(Surcharge("fuel", Basis.SHARE_OF_BASE, tariff.fuel_share), base, tariff))
    values = {
        Basis.PER_SHIPMENT: Decimal(1),
        Basis.PER_KG: weight.kg,
        Basis.SHARE_OF_BASE: base,
        Basis.SHARE_OF_DECLARED: consignment.declared_value,
        Basis.SHARE_OF_COD: consignment.cod_amount,
    }
    lines += [_surcharge(one, values[one.basis], tariff) for one in tariff.surcharges if values[one.basis]]
    if tariff.detention:
        lines.append(_detention(consignment.waited_minutes, tariff.detention, tariff))
    return Priced((freight, *(line for line in lines[1:] if line.amount_minor)), weight)


def _freight(weight: ChargeableWeight, tariff: Tariff) -> PricedLine:
    if isinstance(tariff.rate, FirstAndContinued):
        charge = first_and_continued(weight.kg, tariff.rate)
        rule = "minimum" if charge < tariff.minimum else "first_and_continued"
        parts = vars(tariff.rate)
        amount, basis, rate = max(charge, tariff.minimum), weight.kg, tariff.rate.step_charge
    else:
        found = break_charge(weight.kg, tariff.rate, tariff.minimum)
        rule = "minimum" if found.is_minimum else "lifted_break" if found.is_lifted else "weight_break"
        parts = {"charged_kg": found.charged_kg, **vars(found.used)}
        amount, basis, rate = found.amount, found.charged_kg, found.used.rate
    weights = {
        "weight_kg": weight.kg,
        "actual_kg": weight.actual_kg,
        "volumetric_kg": weight.volumetric_kg,
        "minimum": tariff.minimum,
    }
    numbers = {name: as_text(value) for name, value in {**weights, **parts}.items()}
    clause = {"rule": rule, "weight_rule": str(weight.rule), **numbers}
    return priced_line("freight", amount, basis, rate, clause, tariff)


def _surcharge(one: Surcharge, value: Decimal, tariff: Tariff) -> PricedLine:
    found = share_with_minimum(value, one.rate, one.minimum)
    parts = {"basis": as_text(value), "rate": as_text(one.rate), "minimum": as_text(one.minimum)}
    rule = "minimum" if found.is_minimum else str(one.basis)
    return priced_line(one.kind, found.amount, value, one.rate, {"rule": rule, **parts}, tariff)


def _detention(waited: Decimal, terms: Detention, tariff: Tariff) -> PricedLine:
    blocks, amount = detention_charge(waited, terms)
    parts = {"waited_minutes": as_text(waited), **{name: str(value) for name, value in vars(terms).items()}}
    clause = {"rule": "per_block_begun", **parts}
    return priced_line("detention", amount, Decimal(blocks), terms.block_charge, clause, tariff)
