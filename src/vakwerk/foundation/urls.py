"""Where are the pages of the academy itself? Below the academy's address."""

from django.urls import path

from vakwerk.foundation.academies import views as academies
from vakwerk.foundation.management import views as management
from vakwerk.foundation.models import OutgoingMail
from vakwerk.foundation.outbox import views as outbox
from vakwerk.foundation.posting import views as posting
from vakwerk.foundation.trail import views as trail
from vakwerk.foundation.work import views as work

app_name = "foundation"
urlpatterns = [
    path("thema.css", academies.stylesheet, name="theme"),
    path("beheer/", management.overview, name="management"),
    path("beheer/academie/", academies.academy_settings, name="academy"),
    path("beheer/logboek/", trail.trail, name="trail"),
    path("beheer/taken/", work.job_list, name="jobs"),
    path("beheer/taken/<int:job_id>/", work.job, name="job"),
    path("beheer/taken/<int:job_id>/stop/", work.stop_job, name="stop_job"),
    path("beheer/taken/<int:job_id>/opnieuw/", work.do_job_again, name="do_job_again"),
    path("beheer/taken/opnieuw/", work.do_failed_again, name="do_failed_again"),
    path("beheer/post/", outbox.outbox, name="outbox"),
    path(
        "beheer/post/eigen-leren-mislukt/",
        outbox.settle_personal,
        {"state": OutgoingMail.State.FAILED},
        name="personal_failed",
    ),
    path(
        "beheer/post/eigen-leren-onzeker/",
        outbox.settle_personal,
        {"state": OutgoingMail.State.PERHAPS},
        name="personal_doubted",
    ),
    path("beheer/post/<int:mail_id>/", outbox.mail, name="mail"),
    path("beheer/post/<int:mail_id>/agenda/", outbox.mail_calendar, name="mail_calendar"),
    path("bewaarde-tekst/weggooien/", posting.throw_away, name="throw_away_kept"),
    path("beheer/post/<int:mail_id>/opmaak/", outbox.mail_drawn, name="mail_drawn"),
    path("beheer/post/<int:mail_id>/opnieuw/", outbox.send_again, name="send_mail_again"),
    path("beheer/post/<int:mail_id>/aangekomen/", outbox.mail_arrived, name="mail_arrived"),
    path("mijn-gegevens/logboek/", trail.my_trail, name="my_trail"),
    path("mijn-gegevens/leerlogboek/", trail.my_learning, name="my_learning"),
]
