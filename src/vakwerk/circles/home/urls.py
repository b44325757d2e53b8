"""Where are the own page, the circles of a person, and the coordinator's desk?"""

from django.urls import path

from vakwerk.circles.home import feed, views

urlpatterns = [
    path("", views.home, name="home"),
    path("mijn-agenda.ics", views.my_calendar, name="my_calendar"),
    path("mijn-agenda/", feed.my_feed, name="my_feed"),
    path("agenda/<str:token>.ics", feed.feed, name="feed"),
    path("kringen/", views.circles, name="circles"),
    path("coordinatie/", views.coordination, name="coordination"),
]
