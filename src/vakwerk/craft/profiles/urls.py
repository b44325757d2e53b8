"""Where are the pages of role profiles? Below the address of an academy."""

from django.urls import path

from vakwerk.craft.profiles.views import persons
from vakwerk.craft.profiles.views import profiles as views

PROFILES = "coordinatie/rolprofielen/"
PROFILE = f"{PROFILES}<int:profile_id>/"

urlpatterns = [
    path(PROFILES, views.profiles, name="profiles"),
    path(f"{PROFILES}nieuw/", views.edit, name="add_profile"),
    path(PROFILE, views.profile, name="profile"),
    path(f"{PROFILE}wijzigen/", views.edit, name="change_profile"),
    path(f"{PROFILE}verwijderen/", views.delete, name="delete_profile"),
    path(f"{PROFILE}mensen/", views.give, name="give_profile"),
    path(f"{PROFILE}mensen/<int:person_id>/weg/", views.take, name="take_profile"),
    path("coordinatie/mensen/<int:person_id>/rolprofielen/", persons.of_person, name="person_profiles"),
]
