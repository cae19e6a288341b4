"""Addresses of review; they stand under admin/."""

from django.urls import path

from aiop.identity.pages import bulk, cluster, export, listing, pair, second, undoing, verdicts

app_name = "review"
urlpatterns = [
    path("review/", listing.index, name="index"),
    path("review/<slug:name>/", listing.listing, name="queue"),
    path("review/<slug:name>/manual_review_queue.csv", export.export, name="csv"),
    path("review/<slug:name>/next/", pair.pair, name="next"),
    path("review/<slug:name>/upcoming/", pair.upcoming, name="upcoming"),
    path("review/<slug:name>/pair/<int:number>/", pair.pair, name="pair"),
    path("review/<slug:name>/pair/<int:number>/decide/", verdicts.decide_pair, name="decide"),
    path("review/<slug:name>/undo/", verdicts.undo_last, name="undo"),
    path("review/<slug:name>/bulk/", bulk.bulk, name="bulk"),
    path("review/<slug:name>/cluster/<int:node>/", cluster.cluster, name="cluster"),
    path("review/<slug:name>/group/", cluster.group, name="group"),
    path("review/<slug:name>/group/act/", cluster.act, name="act"),
    path("review/<slug:name>/decision/<int:number>/undo/", undoing.take_back, name="take_back"),
    path("review/<slug:name>/second/", second.waiting, name="waiting"),
    path("review/<slug:name>/second/<int:number>/", second.answer, name="answer"),
]
