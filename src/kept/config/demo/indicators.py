"""The numbers that the demo company enters each month, what its managers judge, and an indicator of its own."""

from __future__ import annotations

import random
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from kept.scorecards.actions.defining import add_indicator
from kept.scorecards.actions.entering import Told, enter_numbers
from kept.scorecards.actions.judging import judge_indicator
from kept.scorecards.actions.weighing import set_weights
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.enums import How
from kept.scorecards.queries.places import months_later, months_within

from .company import Firm

MONTHS: Final = 12
FLOWS: Final = {
    "order_lines": 2400, "stockout_lines": 70, "order_lines_filled": 2310, "order_lines_complete": 2290,
    "lines_picked": 2350, "lines_picked_right": 2341, "orders_picked": 620, "orders_picked_right": 616,
    "urgent_requests": 40, "urgent_requests_met": 33, "change_requests": 55, "change_requests_met": 49,
    "change_notice_hours": 1200, "service_cost": 9800, "communication_cost": 2400,
    "customer_management_cost": 5200, "order_handling_cost": 3900, "delivery_cost": 86000,
    "delivery_cost_budget": 84000, "trips_run": 310, "trips_on_time": 288, "transport_cost": 64000,
    "tonne_kilometres": 182000, "load_carried": 1240, "load_possible": 1610, "vehicle_hours_used": 5200,
    "vehicle_hours_available": 7400, "kilometres": 64000, "kilometres_empty": 15500, "outbound_cost": 2900000,
    "holding_cost": 61000, "units_handled": 98000, "handling_hours": 720, "items_counted": 800,
    "items_counted_right": 789, "actual_demand": 52000, "forecast_error": 6900, "receipts_put_away": 140,
    "dock_hours": 860, "units_shipped": 49000, "units_processed": 9300, "units_left": 350,
    "purchase_receipts": 60, "supplier_days": 610, "purchase_value": 720000, "purchase_value_days": 25900000,
    "purchase_orders": 62, "purchase_order_hours": 1240, "purchase_orders_right": 60, "plan_lines": 190,
    "plan_lines_fulfilled": 178, "equipment_hours_used": 2900, "equipment_hours_available": 4100,
    "facility_hours_up": 716, "facility_hours_down": 8, "repairs_reported": 14, "repairs_solved_first": 11,
    "training_hours": 420, "revenue": 1480000, "net_profit": 68000, "rd_spend": 26000, "it_spend": 39000,
    "claims_paid": 4200, "appeals": 0, "logistics_cost": 312000, "logistics_cost_budget": 305000,
    "manufacturing_cost": 3900000, "client_cost_before": 420000, "client_cost_saved": 36000,
    "messages_exchanged": 21000, "messages_faulty": 95, "market_revenue": 14500000,
    "employee_points": 2880, "employee_answers": 40, "cost_to_serve": 41000,
}  # fmt: skip
STATES: Final = {
    "payload_available": 260, "load_volume_available": 1350, "vehicles_available": 46, "storage_places": 7800,
    "storage_places_used": 6300, "inventory_value": 3100000, "slow_inventory_value": 290000,
    "inventory_units": 156000, "suppliers": 18, "supplier_years": 79, "processes": 64,
    "processes_documented": 51, "employees": 212, "managers": 23, "technical_staff": 31,
    "services_offered": 11, "regions_served": 9, "years_in_trade": 14, "net_assets": 8200000,
    "total_assets": 15600000, "fixed_assets": 6900000, "renewed_assets": 1400000, "working_capital": 4300000,
    "patents": 3, "patents_of_peers": 26, "receivables": 2900000, "credit_sales_of_a_year": 16200000,
    "data_items_agreed": 48, "data_items_shared": 37, "data_items_collected": 130, "data_items_used": 71,
    "points_required": 40, "points_covered": 33, "interfaces": 16, "interfaces_automated": 10,
}  # fmt: skip


def tell(firm: Firm, at: datetime, dice: random.Random) -> None:
    """Twelve months of numbers, two judgements of everything that is judged, an own indicator and weights."""
    this = at.date().replace(day=1)
    first = months_later(this, -MONTHS)
    by = firm.crew.actor("gm", at)
    rows = [row for month in months_within(first, this) for row in _month(month, dice)]
    rows += [Told(name, first, Decimal(value)) for name, value in STATES.items()]
    enter_numbers(rows=rows, source="财务与仓库月报", by=by, at=at)
    for judge in ("gm", "quality"):
        for code in (i.code for i in INDICATORS.values() if i.how == How.JUDGED):
            judge_indicator(
                indicator=code,
                month=months_later(this, -1),
                mark=Decimal(dice.choice((2, 3, 3, 4, 4, 5))),
                why="与三家主要同行比较",
                by=firm.crew.actor(judge, at),
                at=at,
            )
    add_indicator(
        code="urgent_share",
        words={"zh-hans": "加急订单行占比", "zh-hant": "加急訂單行占比", "en": "Share of urgent lines"},
        formula="urgent_requests / order_lines",
        direction="none",
        valid_from=first,
        why="旺季前要看加急有多少",
        by=by,
        at=at,
    )
    shares = {"functional": "0.45", "operating": "0.3", "stability": "0.15", "experience": "0.1"}
    set_weights(
        node="all",
        shares={code: Decimal(share) for code, share in shares.items()},
        valid_from=first,
        why="管理层会议决定",
        by=by,
        at=at,
    )


def _month(month: date, dice: random.Random) -> list[Told]:
    """Busy before the Spring Festival and in November; a tenth up or down by chance."""
    season = Decimal("1.25") if month.month in (1, 11) else Decimal("0.8") if month.month == 2 else Decimal(1)
    wave = season * Decimal(str(round(dice.uniform(0.93, 1.07), 3)))
    return [Told(name, month, (value * wave).quantize(Decimal(1))) for name, value in FLOWS.items()]
