"""Where does everybody read what craft is asked? Below the address of an academy."""

from django.urls import path

from vakwerk.craft.reading import views

urlpatterns = [
    path("vakmanschap/", views.craft, name="craft"),
    path("vakmanschap/versies/", views.versions, name="versions"),
    path("vakmanschap/versies/<int:framework_id>/", views.version, name="version"),
    path("vakmanschap/<int:competency_id>/", views.competency, name="competency"),
]
