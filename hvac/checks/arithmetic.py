"""Amounts and hours that do not add up: DQ-30 to DQ-39."""

from __future__ import annotations

from aiop.quality.checks import Severity
from hvac.checks.rule import rule

_USED = """(
    SELECT coalesce(sum(u.quantity_used * p.unit_cost), 0) FROM hvac_partusage u JOIN hvac_part p ON p.id = u.part_id
    WHERE u.service_call_id = c.id
)"""
_CHARGES = "(labor_cost + equipment_cost + parts_cost)"

ARITHMETIC = (
    rule(30, "service_calls", "A total that is not labour and parts",
         """SELECT id, total_cost || ', not ' || labor_cost + parts_cost AS detail FROM hvac_servicecall
            WHERE abs(total_cost - labor_cost - parts_cost) > 0.01""", severity=Severity.CRITICAL),
    rule(31, "invoices", "Tax or total that does not follow from the subtotal",
         """SELECT id, subtotal || ' at ' || tax_rate || ': ' || tax_amount || ', in all ' || total_amount AS detail FROM hvac_invoice
            WHERE abs(tax_amount - round(subtotal * tax_rate, 2)) > 0.01 OR abs(total_amount - subtotal - tax_amount) > 0.01""",
         severity=Severity.CRITICAL),
    rule(32, "inventory", "A value that is not stock by the part's unit cost",
         """SELECT s.id, s.total_value || ' for ' || s.current_stock || ' at ' || s.unit_cost || ', the part costs ' || p.unit_cost AS detail
            FROM hvac_stockitem s JOIN hvac_part p ON p.id = s.part_id
            WHERE abs(s.total_value - s.current_stock * s.unit_cost) > 0.01 OR s.unit_cost <> p.unit_cost"""),
    rule(33, "inventory", "A stock status that disagrees with the reorder point",
         """SELECT id, stock_status || ': ' || current_stock || ' of ' || reorder_point AS detail FROM hvac_stockitem
            WHERE (stock_status = 'Low Stock') <> (current_stock <= reorder_point)"""),
    rule(34, "inventory", "More in stock than there is room for",
         """SELECT id, current_stock || ' of ' || max_stock_level AS detail FROM hvac_stockitem
            WHERE current_stock > max_stock_level"""),
    rule(35, "service_calls", "Parts that cost another sum than those used",
         f"""SELECT id, parts_cost || ' stated, ' || used || ' used' AS detail
             FROM (SELECT c.id, c.parts_cost, {_USED} AS used FROM hvac_servicecall c) AS compared WHERE abs(parts_cost - used) > 1"""),
    rule(36, "quotes", "Labour that is not hours by rate, or a mark-up that cannot be",
         f"""SELECT id, labor_hours || ' at ' || labor_rate || ' for ' || labor_cost || '; in all ' || total_amount AS detail
             FROM hvac_quote WHERE abs(labor_cost - labor_hours * labor_rate) > 0.01
             OR total_amount NOT BETWEEN {_CHARGES} - 0.01 AND {_CHARGES} * 1.6 + 0.01"""),
    rule(37, "invoices", "More was paid than billed",
         """SELECT i.id, sum(p.amount) || ' of ' || i.total_amount AS detail FROM hvac_invoice i
            JOIN hvac_payment p ON p.invoice_id = i.id AND p.status = 'Completed'
            GROUP BY i.id HAVING sum(p.amount) > i.total_amount + 0.01""", severity=Severity.CRITICAL),
    rule(38, "service_calls", "An hour charged at less than the technician costs",
         """SELECT c.id, round(c.labor_cost / c.duration_hours, 2) || ' of ' || t.hourly_rate AS detail
            FROM hvac_servicecall c JOIN hvac_technician t ON t.id = c.technician_id
            WHERE c.labor_cost < t.hourly_rate * c.duration_hours - 0.01"""),
    rule(39, "service_calls", "More than twelve hours of a technician on a day",
         """SELECT id, hours || ' hours of technician ' || technician_ref || ' on ' || service_date AS detail FROM (
                SELECT id, technician_ref, service_date, sum(duration_hours) OVER (PARTITION BY technician_id, service_date) AS hours
                FROM hvac_servicecall
            ) AS days WHERE hours > 12"""),
)  # fmt: skip
