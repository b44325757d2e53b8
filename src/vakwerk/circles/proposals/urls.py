"""Where are the pages about composing and proposals? Names of the room of circles, below an academy."""

from django.urls import path

from vakwerk.circles.proposals.views import proposals, relaxing, starting

_ROUND = "coordinatie/rondes/<int:round_id>"
_PROPOSAL = f"{_ROUND}/voorstellen/<int:number>"

urlpatterns = [
    path(f"{_ROUND}/samenstellen/", starting.compose, name="compose"),
    path(f"{_ROUND}/samenstellen/<int:job_id>/", starting.composing, name="composing"),
    path(f"{_ROUND}/samenstellen/<int:job_id>/stop/", starting.stop_composing, name="stop_composing"),
    path(f"{_PROPOSAL}/", proposals.proposal, name="proposal"),
    path(f"{_PROPOSAL}/verplaatsen/", proposals.rearrange, name="rearrange"),
    path(f"{_PROPOSAL}/ongedaan/", proposals.undo, name="undo_rearrangement"),
    path(f"{_PROPOSAL}/vastzetten/", proposals.lock_seat, name="lock_seat"),
    path(f"{_PROPOSAL}/mensen/<int:person_id>/", proposals.person_in_proposal, name="person_in_proposal"),
    path(f"{_PROPOSAL}/kringen/<int:circle_id>/", proposals.arrange_circle, name="arrange_circle"),
    path(f"{_PROPOSAL}/vergelijken/<int:other>/", proposals.compare_proposals, name="compare_proposals"),
    path(f"{_PROPOSAL}/download/", proposals.download_proposal, name="download_proposal"),
    path(f"{_PROPOSAL}/waarom/", relaxing.clash, name="clash"),
    path(f"{_PROPOSAL}/versoepelen/", relaxing.relax, name="relax"),
    path(f"{_PROPOSAL}/publiceren/", proposals.publish, name="publish_proposal"),
]
