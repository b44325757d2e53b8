"""Where are the pages of who comes and who was there? Below the address of an academy."""

from django.urls import path

from vakwerk.trajectories.attendance.views import coming, keeping

SESSION = "aanbod/bijeenkomst/<int:edition_session_id>/"

urlpatterns = [
    path("aanwezig/", coming.check_in, name="check_in"),
    path(f"{SESSION}afmelden/", coming.apologise, name="apologise"),
    path(f"{SESSION}toch-komen/", coming.come_after_all, name="come_after_all"),
    path(f"{SESSION}aanwezigheid/", keeping.attendance_list, name="attendance_list"),
    path(f"{SESSION}code/", keeping.code_screen, name="attendance_code"),
    path("aanbod/uitvoering/<int:edition_id>/terugblik/", coming.evaluate, name="evaluate"),
    path("coordinatie/uitvoeringen/<int:edition_id>/terugblik/", keeping.results, name="evaluation_results"),
]
