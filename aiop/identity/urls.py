"""Addresses of review; they stand under admin/."""

from django.urls import path

from aiop.identity.pages import bulk, cluster, export, listing, pair, quality, second, sent_back, undoing, verdicts

app_name = "review"
urlpatterns = [
    path("review/", listing.index, name="index"),
    path("review/<slug:entity_name>/", listing.listing, name="queue"),
    path("review/<slug:entity_name>/manual_review_queue.csv", export.export, name="csv"),
    path("review/<slug:entity_name>/import/", sent_back.sent_back, name="sent_back"),
    path("review/<slug:entity_name>/next/", pair.pair, name="next"),
    path("review/<slug:entity_name>/upcoming/", pair.upcoming, name="upcoming"),
    path("review/<slug:entity_name>/pair/<int:pair_id>/", pair.pair, name="pair"),
    path("review/<slug:entity_name>/pair/<int:pair_id>/decide/", verdicts.decide_pair, name="decide"),
    path("review/<slug:entity_name>/undo/", verdicts.undo_last, name="undo"),
    path("review/<slug:entity_name>/bulk/", bulk.bulk, name="bulk"),
    path("review/<slug:entity_name>/cluster/<int:node>/", cluster.cluster, name="cluster"),
    path("review/<slug:entity_name>/group/", cluster.group, name="group"),
    path("review/<slug:entity_name>/group/act/", cluster.act, name="act"),
    path("review/<slug:entity_name>/decision/<int:decision_id>/undo/", undoing.take_back, name="take_back"),
    path("review/<slug:entity_name>/second/", second.waiting, name="waiting"),
    path("review/<slug:entity_name>/second/threshold/", second.threshold, name="threshold"),
    path("review/<slug:entity_name>/second/<int:decision_id>/", second.answer, name="answer"),
    path("review/<slug:entity_name>/quality/", quality.quality, name="quality"),
    path("review/<slug:entity_name>/quality/switch/", quality.switch, name="switch"),
    path("review/<slug:entity_name>/quality/word/<int:word_id>/", quality.word, name="word"),
]
