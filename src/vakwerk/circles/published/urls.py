"""Where are the pages of circles that meet? Below the address of an academy."""

from django.urls import path

from vakwerk.circles.published.views import managing, members, overview, sessions

CIRCLE = "kringen/<int:circle_id>/"
SESSION = "kringen/bijeenkomst/<int:session_id>/"
MANAGED = "coordinatie/kringen/<int:circle_id>/"

urlpatterns = [
    path(CIRCLE, members.circle, name="circle"),
    path(f"{CIRCLE}agenda.ics", members.circle_calendar, name="circle_calendar"),
    path(f"{CIRCLE}verlaten/", members.leave, name="leave_circle"),
    path(f"{SESSION}afmelden/", members.stay_away, name="stay_away"),
    path(f"{SESSION}toch-komen/", members.come_after_all, name="come_after_all"),
    path("coordinatie/rondes/<int:round_id>/kringen/", overview.round_circles, name="round_circles"),
    path(
        "coordinatie/rondes/<int:round_id>/kringen/download/<slug:kind>/",
        managing.download,
        name="download_circles",
    ),
    path("coordinatie/rondes/<int:round_id>/afronden/", managing.end_round, name="end_round"),
    path(MANAGED, managing.circle, name="manage_circle"),
    path(f"{MANAGED}gespreksleider/", managing.facilitator, name="circle_facilitator"),
    path(f"{MANAGED}plaats/", managing.open_seat, name="open_seat"),
    path(f"{MANAGED}leden/<int:person_id>/laat-gaan/", managing.let_go, name="let_go"),
    path("coordinatie/bijeenkomsten/<int:session_id>/", sessions.change, name="change_session"),
    path("coordinatie/bijeenkomsten/<int:session_id>/vervalt/", sessions.cancel, name="cancel_session"),
]
