"""Deals of the CRM by stage; HubSpot."""

from __future__ import annotations

from django.db import models

from marts.models.mart import Mart, average_if_told, count, grain, keyed, money, never_negative, objects_in, percent


class CrmDeals(Mart):
    """Deals as they stood. Grain: organisation × day of the snapshot. Owner: Sales. Made by `etl_hubspot_deals`."""

    snapshot_date = models.DateField()
    total_deals = count()
    open_deals = count()
    won_deals = count()
    lost_deals = count()
    total_pipeline_value = money(help_text="Amounts of open deals.")
    won_value = money(help_text="Of all time.")
    lost_value = money()
    average_deal_size = money(help_text="All amounts over all deals.")
    deals_by_stage = keyed(help_text="By id of the stage: label, pipeline, order, count and value.")
    # Beyond the seed
    avg_won_deal_size = money()
    win_rate = percent(help_text="Won of those that are closed.")
    avg_cycle_days = average_if_told(help_text="From creation to closing of won deals; none: no deal is won.")
    won_count_mtd = count()
    won_value_mtd = money()
    won_count_ytd = count(help_text="Since the fiscal year began.")
    won_value_ytd = money()
    deals_created_30d = count()

    class Meta:
        db_table = "mart_crm_deals"
        verbose_name = "snapshot of deals"
        verbose_name_plural = "snapshots of deals"
        constraints = [
            *grain("mart_crm_deals", "snapshot_date"),
            *never_negative("mart_crm_deals", "total_deals", "open_deals", "won_deals", "lost_deals"),
            *never_negative("mart_crm_deals", "won_count_mtd", "won_count_ytd", "deals_created_30d"),
            *objects_in("mart_crm_deals", "deals_by_stage"),
        ]

    def __str__(self) -> str:
        return f"Deals on {self.snapshot_date}"
