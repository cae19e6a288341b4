"""Messages: what was told, to whom, and what waits."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from aiop.adminkit.lists import ReadOnlyAdmin
from aiop.alerts.claiming import send_again
from aiop.alerts.models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin[Delivery]):
    """The outbox, newest first."""

    empty_words = "Each message that an incident sends is listed here, from when it is written until it has gone."
    list_display = ["incident", "kind", "channel", "state_words", "written_at", "sent_at", "attempts", "error"]
    actions = ["try_again"]
    fields = ["incident", "channel", "kind", "state", "written_at", "not_before", "sent_at", "attempts", "error", "key"]

    @admin.display(description="State")
    def state_words(self, delivery: Delivery) -> str:
        """Say where it stands."""
        return delivery.get_state_display()

    def has_desk_permission(self, request: HttpRequest) -> bool:
        """Let those who may test channels have messages sent again."""
        return request.user.has_perm("alerts.run_channel")

    @admin.action(description="Try again now", permissions=["desk"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """Have the ticked messages sent that wait or were given up."""
        number = send_again(request.org.pk, queryset.values_list("id", flat=True))  # type: ignore[attr-defined]
        messages.success(request, f"{number:,} will be tried again at once.")
