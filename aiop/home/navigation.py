"""Where the platform's own pages stand in the side bar; a page that no app offers is left out."""

from aiop.adminkit.navigation import Group, Item, register

register(Group("", order=10, items=(Item("Home", "admin:index", "home", "", "h"),)))
register(
    Group(
        "Data",
        order=60,
        items=(
            Item("Imports", "files:imports", "upload_file", "loading.view_load", "i"),
            Item("Quarantine", "files:quarantine", "report", "loading.view_quarantinedrow", "q"),
            Item("Exports", "admin:files_exportlog_changelist", "download", "files.view_exportlog"),
            Item("Runs", "admin:runs_run_changelist", "play_circle", "runs.view_run", "r"),
            Item("Timetable", "admin:runs_timetable", "schedule", "runs.view_run", "t"),
            Item("Changes", "admin:audit_changeset_changelist", "history", "audit.view_changeset", "a"),
            Item("Data quality", "admin:quality_dashboard", "verified", "quality.view_checkresult"),
            Item("Checks", "admin:quality_checkresult_changelist", "rule", "quality.view_checkresult", "k"),
            Item("Own checks", "admin:quality_owncheck_changelist", "edit_note", "quality.view_owncheck"),
            Item("Fixes", "admin:quality_fix_changelist", "healing", "quality.view_fix"),
        ),
    )
)
register(
    Group(
        "Administration",
        order=90,
        items=(
            Item("People", "admin:orgs_membership_changelist", "manage_accounts", "orgs.view_membership", "p"),
            Item("Organisation", "admin:orgs_org_changelist", "domain", "orgs.view_org"),
        ),
    )
)
