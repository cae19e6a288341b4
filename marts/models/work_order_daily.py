"""Work orders of the dealer by day and type; Softbase."""

from __future__ import annotations

from django.db import models

from marts.models.mart import (
    Mart,
    average_if_told,
    count,
    count_if_told,
    grain,
    keyed_if_told,
    money_if_told,
    never_negative,
    objects_in,
)


class WorkOrderDaily(Mart):
    """Work orders of a type on a day. Grain: organisation × day × type. Owner: Service. Made by `etl_work_orders`.

    What orders are worth, and hours against quotes, is known as it stands alone: null on past days.
    """

    metric_date = models.DateField()
    wo_type = models.CharField(max_length=20, help_text="Its label: Service, Shop, Preventive Maintenance and so on.")
    opened = count()
    completed = count()
    closed = count()
    open_total = count(help_text="Opened and not closed at the end of the day.")
    in_progress = count(help_text="Of the open ones, those not completed.")
    awaiting_invoice = count(help_text="Of the open ones, those completed.")
    awaiting_avg_days = average_if_told(help_text="Since completion; none: none awaits its invoice.")
    awaiting_over_3d = count()
    awaiting_over_5d = count()
    open_value_labor = money_if_told()
    open_value_parts = money_if_told(help_text="Price of a unit by its quantity.")
    open_value_misc = money_if_told()
    awaiting_value = money_if_told()
    internal_rental_open = count_if_told(
        help_text="Open work for the rental department; none: its accounts are not said."
    )
    quoted_hours = average_if_told(10, help_text="Of shop orders; labor quoted over the rate that applies.")
    actual_hours = average_if_told(10)
    overrun_hours = average_if_told(10, help_text="Hours beyond those quoted, order by order.")
    overrun_value = money_if_told()
    alert_levels = keyed_if_told(
        help_text="Shop orders by used share of their quote: NO_QUOTE, GREEN, YELLOW, RED, CRITICAL."
    )

    class Meta:
        db_table = "mart_work_order_daily"
        verbose_name = "day of work orders"
        verbose_name_plural = "days of work orders"
        constraints = [
            *grain("mart_work_order_daily", "metric_date", "wo_type"),
            *never_negative(
                "mart_work_order_daily",
                "opened",
                "completed",
                "closed",
                "open_total",
                "in_progress",
                "awaiting_invoice",
            ),
            models.CheckConstraint(
                condition=models.Q(open_total=models.F("in_progress") + models.F("awaiting_invoice")),
                name="mart_work_order_daily_open_adds_up",
            ),
            *objects_in("mart_work_order_daily", "alert_levels"),
        ]

    def __str__(self) -> str:
        return f"{self.wo_type} orders on {self.metric_date}"
