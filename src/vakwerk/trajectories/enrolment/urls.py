"""Where are the pages of who takes part? Below the address of an academy."""

from django.urls import path

from vakwerk.trajectories.enrolment.views import deciding, taking_part

EDITION = "aanbod/uitvoering/<int:edition_id>/"
MANAGED = "coordinatie/uitvoeringen/<int:edition_id>/deelnemers/"

urlpatterns = [
    path("aanbod/mijn/", taking_part.my_trajectories, name="my_trajectories"),
    path("aanbod/mijn-agenda.ics", taking_part.my_calendar, name="my_calendar"),
    path(EDITION, taking_part.my_edition, name="my_edition"),
    path(f"{EDITION}inschrijven/", taking_part.enrol, name="enrol"),
    path(f"{EDITION}agenda.ics", taking_part.edition_calendar, name="edition_calendar"),
    path(f"{EDITION}terugtrekken/", taking_part.withdraw, name="withdraw_enrolment"),
    path(MANAGED, deciding.participants, name="participants"),
    path(f"{MANAGED}inschrijven/", deciding.add_people, name="enrol_people"),
    path(f"{MANAGED}<int:enrolment_id>/goedkeuren/", deciding.approve, name="approve_enrolment"),
    path(f"{MANAGED}<int:enrolment_id>/afwijzen/", deciding.decline, name="decline_enrolment"),
]
