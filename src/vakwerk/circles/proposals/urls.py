"""Where are the pages about composing and proposals? Names of the room of circles, below an academy."""

from django.urls import path

from vakwerk.circles.proposals import relaxing_views, starting, views

_ROUND = "coordinatie/rondes/<int:round_id>"
_PROPOSAL = f"{_ROUND}/voorstellen/<int:number>"

urlpatterns = [
    path(f"{_ROUND}/samenstellen/", starting.compose, name="compose"),
    path(f"{_ROUND}/samenstellen/<int:job_id>/", starting.composing, name="composing"),
    path(f"{_ROUND}/samenstellen/<int:job_id>/stop/", starting.stop_composing, name="stop_composing"),
    path(f"{_PROPOSAL}/", views.proposal, name="proposal"),
    path(f"{_PROPOSAL}/verplaatsen/", views.rearrange, name="rearrange"),
    path(f"{_PROPOSAL}/ongedaan/", views.undo, name="undo_rearrangement"),
    path(f"{_PROPOSAL}/vastzetten/", views.lock_seat, name="lock_seat"),
    path(f"{_PROPOSAL}/mensen/<int:person_id>/", views.person_in_proposal, name="person_in_proposal"),
    path(f"{_PROPOSAL}/kringen/<int:circle_id>/", views.arrange_circle, name="arrange_circle"),
    path(f"{_PROPOSAL}/vergelijken/<int:other>/", views.compare_proposals, name="compare_proposals"),
    path(f"{_PROPOSAL}/download/", views.download_proposal, name="download_proposal"),
    path(f"{_PROPOSAL}/waarom/", relaxing_views.clash, name="clash"),
    path(f"{_PROPOSAL}/versoepelen/", relaxing_views.relax, name="relax"),
    path(f"{_PROPOSAL}/publiceren/", views.publish, name="publish_proposal"),
]
