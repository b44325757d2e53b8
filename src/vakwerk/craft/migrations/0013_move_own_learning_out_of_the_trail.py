from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from vakwerk.foundation.moving import MoveOwnActs
from vakwerk.foundation.tenancy import in_academy

OWN = (
    "craft.evidence_written",
    "craft.evidence_changed",
    "craft.evidence_carried_over",
    "craft.evidence_deleted",
    "craft.evidence_submitted",
    "craft.evidence_withdrawn",
    "craft.evidence_confirmed",
    "craft.evidence_asked_back",
    "craft.evidence_refused",
    "craft.level_reached",
    "craft.file_added",
    "craft.file_removed",
    "craft.file_read",
    "craft.response_asked",
    "craft.response_given",
    "craft.response_declined",
    "craft.response_taken_back",
    "craft.response_erased",
    "craft.shared",
    "craft.share_ended",
    "craft.estimated",
    "craft.badge_issued",
    # Also where the academy did it: that somebody had a badge is theirs to tell.
    "craft.badge_revoked",
)
SOURCE = "evidence"


def forget_the_erased(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Erase what was kept for people whose data were erased: it goes with the person."""
    for academy in apps.get_model("foundation", "Academy").objects.order_by("pk"):
        with in_academy(academy.pk):
            erased = apps.get_model("people", "Person").objects.exclude(erased_at=None).values("pk")
            apps.get_model("foundation", "OwnAct").objects.filter(person_id__in=erased).delete()


def keep_no_bond(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take away the bonds that said who handed evidence to whom."""
    for academy in apps.get_model("foundation", "Academy").objects.order_by("pk"):
        with in_academy(academy.pk):
            apps.get_model("people", "Bond").objects.filter(kind="assessor", source=SOURCE).delete()


def keep_bonds(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write down again who reads whose evidence."""
    bonds = apps.get_model("people", "Bond").objects
    for academy in apps.get_model("foundation", "Academy").objects.order_by("pk"):
        with in_academy(academy.pk):
            sent = apps.get_model("craft", "Evidence").objects.exclude(state__in=["draft", "withdrawn"])
            for person, assessor in (
                sent.exclude(assessor=None).order_by().values_list("person_id", "assessor_id").distinct()
            ):
                bonds.get_or_create(
                    academy_id=academy.pk, person_id=person, senior_id=assessor, kind="assessor",
                    defaults={"source": SOURCE},
                )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("craft", "0012_keep_what_was_found_in_large_files"),
        ("foundation", "0007_keep_own_acts_apart_from_the_trail"),
        ("people", "0005_add_assessors"),
    ]

    operations = [
        MoveOwnActs(OWN),
        # Written when somebody sent evidence in; what a coordinator noted has another actor than whom it is about.
        MoveOwnActs(
            ("people.bond_added", "people.bond_ended"), "facts->>'kind' = 'assessor' AND actor_id = about_id"
        ),
        migrations.RunPython(forget_the_erased, migrations.RunPython.noop),
        migrations.RunPython(keep_no_bond, keep_bonds),
    ]
