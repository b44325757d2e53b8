"""Where are the pages on which trajectories are designed?"""

from django.urls import path

from vakwerk.trajectories.design.views import knowledge, page, states

ONE = "coordinatie/leertrajecten/<int:trajectory_id>/"

urlpatterns = [
    path("coordinatie/leertrajecten/", states.trajectories, name="trajectories"),
    path("coordinatie/leertrajecten/nieuw/", states.new_trajectory, name="new_trajectory"),
    path(ONE, page.trajectory, name="trajectory"),
    path(f"{ONE}gegevens/", states.edit_trajectory, name="edit_trajectory"),
    path(f"{ONE}doel/nieuw/", page.new_goal, name="new_goal"),
    path(f"{ONE}doel/<int:goal_id>/", page.goal, name="goal"),
    path(f"{ONE}onderdeel/nieuw/", page.new_activity, name="new_activity"),
    path(f"{ONE}onderdeel/<int:activity_id>/", page.activity, name="activity"),
    path(
        f"{ONE}onderdeel/<int:activity_id>/kennis/<slug:side>/", knowledge.choose_source, name="choose_source"
    ),
    path(f"{ONE}kennis/<int:link_id>/weg/", knowledge.remove_source, name="remove_source"),
    path(f"{ONE}verplaatsen/<slug:what>/<int:part_id>/", page.move_part, name="move_part"),
    path(f"{ONE}weghalen/<slug:what>/<int:part_id>/", page.delete_part, name="delete_part"),
    path(f"{ONE}stap/<slug:act>/", states.move_trajectory, name="move_trajectory"),
    path(f"{ONE}stoppen/", states.retire, name="retire_trajectory"),
    path(f"{ONE}verwijderen/", states.delete_trajectory, name="delete_trajectory"),
    path(f"{ONE}kopie/", states.copy_trajectory, name="copy_trajectory"),
    path(f"{ONE}bekijken/", states.preview, name="preview_trajectory"),
]
