"""Facts of any size, written by DuckDB into the folders that the engine reads, as a company has them.

Only what the figures of deliveries and promises need is filled: promises, deliveries, orders, news, charges,
cases, contacts and customers served. Values are skewed as in life: few customers send most, and days differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from kept.kernel.facts import FACTS, FactTable
from kept.scorecards.queries import parquet
from kept.scorecards.queries.places import months_later

CUSTOMERS, BRANCHES, PARTNERS, SERVICES, CITIES, MONTHS = 2_000, 40, 120, 5, 60, 24

BASE = """
CREATE OR REPLACE TABLE goods AS
SELECT {first} + i AS id,
    1 + CAST(floor({customers} * pow(hash(i, {seed}, 1) / 18446744073709551615.0, 2.5)) AS BIGINT)
        % {customers} AS customer_id,
    1 + CAST(hash(i, {seed}, 2) % {partners} AS BIGINT) AS partner_any,
    1 + CAST(hash(i, {seed}, 3) % {services} AS BIGINT) AS service_id,
    hash(i, {seed}, 4) / 18446744073709551615.0 AS late,
    hash(i, {seed}, 5) / 18446744073709551615.0 AS luck,
    hash(i, {seed}, 6) / 18446744073709551615.0 AS other,
    TIMESTAMP '{month} 00:00:00'
        + to_seconds(CAST(hash(i, {seed}, 7) % ({days} * 86400) AS BIGINT)) AS placed_at
FROM range({rows}) AS made(i)
"""
"""What was sent in a month; all tables of the month are made from it."""

GOODS = """
(SELECT *, 1 + customer_id % {branches} AS branch_id,
    CASE WHEN partner_any % 3 > 0 THEN partner_any END AS partner_id,
    placed_at + to_seconds(CAST(7200 + other * 20000 AS BIGINT)) AS picked_up_at,
    placed_at + INTERVAL 3 DAY AS due_at,
    placed_at + to_seconds(CAST(86400 * (0.6 + 2.2 * late + CASE WHEN luck > 0.93 THEN 2 * other ELSE 0 END)
        AS BIGINT)) AS happened_at
FROM goods)
"""

ROWS = {
    "promises": """
    SELECT id AS promise_id, term, term = 'time' AS is_first, 'delivery' AS kind,
        CASE WHEN happened_at > due_at OR luck < 0.02 THEN 'broken' ELSE 'kept' END AS state,
        CASE term WHEN 'time' THEN time_state WHEN 'quantity' THEN quantity_state
            WHEN 'quality' THEN quality_state ELSE documents_state END AS term_state,
        time_state, quantity_state, quality_state, documents_state,
        'transport.shipment' AS subject_type, id AS subject_id,
        placed_at AS started_at,
        due_at, due_at AS original_due_at, happened_at AS met_at, CAST(placed_at AS DATE) AS started_on,
        CAST(due_at AS DATE) AS due_on, CAST(happened_at AS DATE) AS met_on, luck < 0.3 AS is_day,
        luck > 0.98 AS is_excused,
        CASE WHEN happened_at > due_at THEN ['traffic', 'weather', 'carrier'][1 + id % 3] END AS cause,
        CASE WHEN happened_at > due_at THEN ['us', 'customer', 'carrier'][1 + id % 3] END AS liable_tier,
        customer_id, branch_id, partner_id, service_id
    FROM (SELECT *, CASE WHEN happened_at > due_at THEN 'broken' ELSE 'kept' END AS time_state,
            CASE WHEN luck < 0.01 THEN 'broken' WHEN other < 0.1 THEN 'unknown' ELSE 'kept' END
                AS quantity_state,
            CASE WHEN luck BETWEEN 0.01 AND 0.02 THEN 'broken' WHEN other < 0.1 THEN 'unknown'
                ELSE 'kept' END AS quality_state,
            CASE WHEN other < 0.4 THEN 'unknown' ELSE 'kept' END AS documents_state FROM {goods})
    CROSS JOIN (SELECT unnest(['time', 'quantity', 'quality', 'documents']) AS term)
    UNION ALL BY NAME
    SELECT id - 1000000000 AS promise_id, 'time' AS term, true AS is_first, 'pickup' AS kind,
        'kept' AS state, 'kept' AS term_state, 'kept' AS time_state, '' AS quantity_state,
        '' AS quality_state, '' AS documents_state, 'transport.shipment' AS subject_type, id AS subject_id,
        placed_at AS started_at,
        placed_at + INTERVAL 8 HOUR AS due_at, placed_at + INTERVAL 8 HOUR AS original_due_at,
        picked_up_at AS met_at, CAST(placed_at AS DATE) AS started_on,
        CAST(placed_at + INTERVAL 8 HOUR AS DATE) AS due_on, CAST(picked_up_at AS DATE) AS met_on,
        false AS is_day, false AS is_excused, customer_id, branch_id, partner_id, service_id FROM {goods}""",
    "deliveries": """
    SELECT id AS delivery_id, id AS shipment_id, id AS order_id, customer_id, branch_id, partner_id,
        service_id,
        'C' || (id % {cities}) AS origin, 'C' || ((id // 7) % {cities}) AS destination,
        1 AS attempt_no, true AS is_opening,
        CASE WHEN luck < 0.98 THEN 'delivered' ELSE 'refused' END AS outcome,
        CASE WHEN luck < 0.01 THEN 'short' WHEN luck < 0.02 THEN 'damaged' WHEN other < 0.1 THEN ''
            ELSE 'good' END AS condition,
        CASE WHEN other > 0.4 THEN other > 0.41 END AS papers_ok, happened_at,
        CAST(happened_at AS DATE) AS happened_on, picked_up_at, placed_at,
        epoch(happened_at - placed_at) / 3600 AS lead_hours, CAST(1 + other * 40 AS INTEGER) AS pieces,
        CAST(1 + other * 40 AS INTEGER) AS pieces_delivered,
        CASE WHEN luck < 0.02 THEN 1 ELSE 0 END AS pieces_damaged,
        CAST(5 + 900 * other * other AS DECIMAL(18,4)) AS weight_kg,
        CAST(other * 4 AS DECIMAL(18,4)) AS volume_m3,
        CAST(20 + 600 * other AS DECIMAL(18,4)) AS freight_cost, 'CNY' AS currency FROM {goods}""",
    "orders": """
    SELECT id AS order_id, customer_id, branch_id, service_id, 'delivered' AS state, 'api' AS source,
        CAST(1 + id % 3 AS INTEGER) AS lines, placed_at, CAST(placed_at AS DATE) AS placed_on,
        CAST(placed_at AS DATE) AS released_on, other * 2 AS hours_to_release,
        epoch(happened_at - placed_at) / 3600 AS hours_to_delivery FROM {goods}""",
    "news": """
    SELECT id * 8 + n AS event_id, id AS shipment_id, customer_id, branch_id, partner_id,
        service_id,
        ['picked_up', 'in_transit', 'out_for_delivery'][n] AS code, 'api' AS source,
        picked_up_at + to_hours(n * 6) AS occurred_at,
        CAST(picked_up_at + to_hours(n * 6) AS DATE) AS occurred_on,
        late * 900 AS late_seconds FROM {goods} CROSS JOIN (SELECT unnest([1, 2, 3]) AS n)""",
    "charges": """
    SELECT id AS charge_id, id AS shipment_id, id AS order_id, customer_id, branch_id, partner_id,
        service_id,
        'freight' AS kind, 'open' AS state, 'customer' AS payer, happened_at,
        CAST(happened_at AS DATE) AS happened_on,
        CAST(30 + 900 * other AS DECIMAL(18,4)) AS amount, CAST(3 + 90 * other AS DECIMAL(18,4)) AS tax,
        'CNY' AS currency FROM {goods}""",
    "cases": """
    SELECT id AS case_id, customer_id, branch_id, id AS shipment_id, partner_id,
        CASE WHEN luck < 0.02 THEN 'complaint' WHEN luck < 0.03 THEN 'exception'
            ELSE 'question' END AS kind,
        'solved' AS state, 'damage' AS trouble, 0 AS chasers, 0 AS passed_on, 0 AS reopenings,
        CAST(1 + id % 5 AS INTEGER) AS rating, 1 AS contacts_in, false AS came_again, placed_at AS opened_at,
        CAST(placed_at AS DATE) AS opened_on, other * 60 AS minutes_to_answer,
        other * 3000 AS minutes_to_solution
    FROM {goods} WHERE luck < 0.05""",
    "contacts": """
    SELECT id AS contact_id, customer_id, branch_id, 'phone' AS channel, 'in' AS direction,
        false AS is_internal,
        placed_at AS "at", CAST(placed_at AS DATE) AS on_day, other * 30 AS minutes_to_answer
    FROM {goods} WHERE luck < 0.2""",
    "served": """
    SELECT customer_id, 1 + customer_id % {branches} AS branch_id, DATE '{month}' AS month_on,
        CAST(count(*) AS INTEGER) AS deliveries, CAST(customer_id % 12 AS DOUBLE) AS years
    FROM goods GROUP BY customer_id""",
}


def make(
    deliveries: int, start: date = date(2024, 1, 1), above: int = 0, tables: Iterable[str] = tuple(ROWS)
) -> Iterator[tuple[str, int]]:
    """Write so many deliveries and all that belongs to them, month by month; tells each table's bytes.

    Ids begin above a number: below nought they never meet those of a database. What files hold is kept.
    """
    bytes_of = dict.fromkeys(tables, 0)
    made = 0
    with parquet.engine() as base:
        for place in range(1, MONTHS + 1):
            month = months_later(start, place - 1)
            rows = deliveries * place // MONTHS - made
            told = {
                "first": above + made + 1,
                "rows": rows,
                "seed": place,
                "month": month,
                "days": (months_later(month, 1) - month).days,
                "customers": CUSTOMERS,
                "partners": PARTNERS,
                "services": SERVICES,
                "branches": BRANCHES,
                "cities": CITIES,
            }
            told["goods"] = GOODS.format(**told)
            base.execute(BASE.format(**told))
            for name in bytes_of:
                bytes_of[name] += _write(base, FACTS[name], month, ROWS[name].format(**told))
            made += rows
    yield from bytes_of.items()


def _write(base: parquet.Base, table: FactTable, month: date, sql: str) -> int:
    """In the declared columns, in their order and types, as the house writes them."""
    has = {row[0] for row in base.execute(f"DESCRIBE {sql}").fetchall()}
    columns = ", ".join(
        f'CAST({_quoted(column.name) if column.name in has else "NULL"} AS {column.kind}) AS "{column.name}"'
        for column in table.columns
    )
    file = parquet.part(table, month)
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = f"SELECT {columns} FROM ({sql}) AS made"
    if file.exists():
        held = f"read_parquet({parquet.quoted(file)}, hive_partitioning = false)"
        base.execute(f"CREATE OR REPLACE TABLE held AS FROM {held}")
        rows = f"SELECT * FROM ({rows} UNION ALL FROM held)"
    parquet.write_file(base, table, rows, file)
    return file.stat().st_size


def _quoted(name: str) -> str:
    return f'"{name}"'
