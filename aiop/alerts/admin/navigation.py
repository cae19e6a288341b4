"""Where the pages of alerts stand in the side bar."""

from aiop.adminkit.navigation import Group, Item, register

register(
    Group(
        "Alerts",
        order=62,
        items=(
            Item(
                "Incidents", "admin:alerts_incident_changelist", "notification_important", "alerts.view_incident", "u"
            ),
            Item("Channels", "admin:alerts_channel_changelist", "campaign", "alerts.view_channel"),
            Item("Messages", "admin:alerts_delivery_changelist", "outgoing_mail", "alerts.view_delivery"),
        ),
    )
)
