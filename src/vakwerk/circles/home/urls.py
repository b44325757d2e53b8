"""Where are the own page, the circles of a person, and the coordinator's desk?"""

from django.urls import path

from vakwerk.circles.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("mijn-agenda.ics", views.my_calendar, name="my_calendar"),
    path("kringen/", views.circles, name="circles"),
    path("coordinatie/", views.coordination, name="coordination"),
]
