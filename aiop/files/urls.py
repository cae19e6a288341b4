"""Addresses of people's way in and out; they stand under admin/."""

from django.urls import path

from aiop.files.pages import imports, load, preview, quarantine, together

app_name = "files"
urlpatterns = [
    path("import/", imports.imports, name="imports"),
    path("import/upload/", imports.upload, name="upload"),
    path("import/<int:load_id>/", load.load_page, name="load"),
    path("import/<int:load_id>/live/", load.live, name="live"),
    path("import/<int:load_id>/answer/", load.answer, name="answer"),
    path("import/<int:load_id>/kind/", load.change_kind, name="change_kind"),
    path("import/<int:load_id>/again/", load.again, name="again"),
    path("import/<int:load_id>/compare/", load.compare, name="compare"),
    path("import/<int:load_id>/fix/", preview.fix, name="fix_staged"),
    path("import/<int:load_id>/apply/", load.apply, name="apply"),
    path("import/<int:load_id>/cancel/", load.cancel, name="cancel"),
    path("import/together/<int:load_id>/", together.page, name="together"),
    path("import/together/<int:load_id>/apply/", together.apply, name="apply_together"),
    path("import/together/<int:load_id>/cancel/", together.cancel, name="cancel_together"),
    path("quarantine/", quarantine.rows, name="quarantine"),
    path("quarantine/<int:row_id>/", quarantine.row, name="quarantined_row"),
    path("quarantine/fix/", quarantine.fix, name="fix"),
    path("quarantine/dismiss/", quarantine.dismiss, name="dismiss"),
    path("quarantine/reopen/", quarantine.reopen, name="reopen"),
    path("quarantine/rows.csv", quarantine.download, name="quarantine_csv"),
]
