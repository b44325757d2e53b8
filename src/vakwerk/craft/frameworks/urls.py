"""Where are the pages of frameworks? Below the address of an academy."""

from django.urls import path

from vakwerk.craft.frameworks.views import competencies, describing, difference, whole

FRAMEWORKS = "coordinatie/raamwerken/"
FRAMEWORK = f"{FRAMEWORKS}<int:framework_id>/"
COMPETENCY = f"{FRAMEWORK}competenties/<int:competency_id>/"

urlpatterns = [
    path(FRAMEWORKS, whole.frameworks, name="frameworks"),
    path(f"{FRAMEWORKS}nieuw/", whole.adapt, name="adapt_framework"),
    path(FRAMEWORK, describing.framework, name="framework"),
    path(f"{FRAMEWORK}indeling/", describing.parts, name="framework_parts"),
    path(f"{FRAMEWORK}verschil/", difference.difference, name="framework_difference"),
    path(f"{FRAMEWORK}logboek/", describing.framework_trail, name="framework_trail"),
    path(f"{FRAMEWORK}gegevens/", whole.change_head, name="change_framework"),
    path(f"{FRAMEWORK}vaststellen/", whole.adopt, name="adopt_framework"),
    path(f"{FRAMEWORK}niveaunamen/", whole.name_levels, name="name_levels"),
    path(f"{FRAMEWORK}beeindigen/", whole.confirm, {"act": "beeindigen"}, name="end_framework"),
    path(f"{FRAMEWORK}verwijderen/", whole.confirm, {"act": "verwijderen"}, name="delete_framework"),
    path(f"{FRAMEWORK}stap/<slug:act>/", whole.step, name="framework_step"),
    path(f"{FRAMEWORK}niveaus/", describing.levels, name="change_levels"),
    path(f"{FRAMEWORK}clusters/nieuw/", describing.cluster, name="add_cluster"),
    path(f"{FRAMEWORK}clusters/<int:cluster_id>/", describing.cluster, name="change_cluster"),
    path(f"{FRAMEWORK}clusters/<int:cluster_id>/<slug:act>/", describing.cluster_step, name="cluster_step"),
    path(f"{FRAMEWORK}competenties/nieuw/", competencies.edit, name="add_competency"),
    path(COMPETENCY, competencies.manage, name="manage_competency"),
    path(f"{COMPETENCY}wijzigen/", competencies.edit, name="change_competency"),
    path(f"{COMPETENCY}verwijderen/", competencies.delete, name="delete_competency"),
    path(f"{COMPETENCY}verplaatsen/", competencies.move, name="move_competency"),
    path(f"{COMPETENCY}gedrag/nieuw/", competencies.indicator, name="add_indicator"),
    path(f"{COMPETENCY}gedrag/<int:indicator_id>/", competencies.indicator, name="change_indicator"),
    path(
        f"{COMPETENCY}gedrag/<int:indicator_id>/<slug:act>/",
        competencies.indicator_step,
        name="indicator_step",
    ),
]
