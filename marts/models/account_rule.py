"""Which accounts of the general ledger are cash, receivables, inventory and so on: each organisation's own chart."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from aiop.audit.models import Recorded


class AccountRule(Recorded):
    """Accounts that begin with a text belong to a group; the longest text that fits decides.

    A rule that also asks for words in the account's description goes before one of the same text that does not.
    """

    class Group(models.TextChoices):
        """What an account is to the statement of cash flows."""

        CASH = "cash", "Cash"
        RECEIVABLES = "receivables", "Accounts receivable"
        INVENTORY = "inventory", "Inventory"
        OTHER_ASSETS = "other_assets", "Other current assets"
        FIXED_ASSETS = "fixed_assets", "Equipment and fixed assets"
        DEPRECIATED = "depreciated", "Accumulated depreciation"
        PAYABLES = "payables", "Accounts payable"
        OTHER_LIABILITIES = "other_liabilities", "Other current liabilities"
        DEBT = "debt", "Long-term debt"
        EQUITY = "equity", "Capital, distributions and retained earnings"
        DEPRECIATION = "depreciation", "Depreciation expense"
        INCOME = "income", "Profit and loss"

    starts_with = models.CharField(max_length=20)
    group = models.CharField(max_length=24, choices=Group)
    department = models.CharField(
        max_length=40,
        blank=True,
        default="",
        help_text="Whose profit and loss it is, such as service; blank: nobody's.",
    )
    description_has = models.CharField(max_length=100, blank=True, default="", help_text="Words, in any case.")

    class Meta(Recorded.Meta):
        db_table = "softbase_account_map"
        verbose_name = "rule of the chart of accounts"
        verbose_name_plural = "rules of the chart of accounts"
        constraints = [
            models.UniqueConstraint(fields=["org", "starts_with", "description_has"], name="softbase_account_map_once"),
            models.CheckConstraint(condition=~Q(starts_with=""), name="softbase_account_map_names_accounts"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_with}…: {self.get_group_display()}"
