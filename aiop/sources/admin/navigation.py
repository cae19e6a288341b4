"""Where the pages of sources stand in the side bar."""

from aiop.adminkit.navigation import Group, Item, register

register(
    Group(
        "Sources",
        order=65,
        items=(
            Item("Connections", "admin:sources_connection_changelist", "cable", "sources.view_connection", "x"),
            Item("Streams", "admin:sources_stream_changelist", "stream", "sources.view_stream"),
            Item("Changes of shape", "admin:sources_drift_changelist", "difference", "sources.view_drift"),
            Item("Pages as received", "admin:sources_rawpage_changelist", "description", "sources.view_rawpage"),
            Item("Records as received", "admin:sources_rawrecord_changelist", "data_object", "sources.view_rawrecord"),
        ),
    )
)
