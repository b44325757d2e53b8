"""Where are the pages of learning needs?"""

from django.urls import path

from vakwerk.trajectories.needs.views import counts, own

urlpatterns = [
    path("leerbehoeften/", own.needs, name="needs"),
    path("leerbehoeften/nieuw/", own.new_need, name="new_need"),
    path("leerbehoeften/team/", own.team_needs, name="team_needs"),
    path("leerbehoeften/team/nieuw/", own.new_team_need, name="new_team_need"),
    path("leerbehoeften/team/<int:unit_need_id>/", own.edit_team_need, name="edit_team_need"),
    path("leerbehoeften/team/<int:unit_need_id>/<slug:act>/", own.end_team_need, name="end_team_need"),
    path("leerbehoeften/<int:need_id>/", own.edit_need, name="edit_need"),
    path("leerbehoeften/<int:need_id>/<slug:act>/", own.end_need, name="end_need"),
    path("coordinatie/leerbehoeften/", counts.counts, name="need_counts"),
    path("coordinatie/leerbehoeften/<slug:competency_key>/", counts.competency, name="need_competency"),
]
