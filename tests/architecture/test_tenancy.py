"""Is every academy-owned table closed, in the database itself?"""

import pytest
from django.apps import apps
from django.db import connection, models

from vakwerk.foundation.tenancy import AcademyForeignKey, AcademyOwned

# Tables that belong to no academy, each with the reason why.
SHARED = {
    "foundation.region": "regions stand above academies",
    "foundation.academy": "that an academy exists is public",
    "people.account": "how one signs in; persons belong to academies, accounts do not",
    "people.addressclaim": "belongs to an account",
    "people.signinlink": "belongs to an account",
}
OWN_MODELS = [
    model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("vakwerk.")
]
ACADEMY_MODELS = [model for model in OWN_MODELS if issubclass(model, AcademyOwned)]


def test_every_model_belongs_to_an_academy_or_says_why_not() -> None:
    strangers = {m._meta.label_lower for m in OWN_MODELS if m not in ACADEMY_MODELS}
    assert strangers == set(SHARED)


@pytest.mark.django_db
@pytest.mark.parametrize("model", ACADEMY_MODELS, ids=lambda m: m._meta.label)
def test_the_database_closes_the_table_to_other_academies(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, True), "SecureAcademyTable is missing from its migration"
        cursor.execute(
            "SELECT qual, with_check FROM pg_policies WHERE tablename = %s AND policyname = 'own_academy'",
            [model._meta.db_table],
        )
        using, check = cursor.fetchone()
    assert "vakwerk.academy" in using
    assert "vakwerk.academy" in check


@pytest.mark.django_db
@pytest.mark.parametrize("model", ACADEMY_MODELS, ids=lambda m: m._meta.label)
def test_foreign_keys_between_academy_tables_stay_inside_the_academy(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass",
            [model._meta.db_table],
        )
        definitions = [row[0] for row in cursor.fetchall()]
    for field in model._meta.local_fields:
        if not isinstance(field, models.ForeignKey) or not issubclass(field.related_model, AcademyOwned):
            continue
        assert isinstance(field, AcademyForeignKey), f"{field} must be an AcademyForeignKey"
        table = field.related_model._meta.db_table
        wanted = f"FOREIGN KEY (academy_id, {field.column}) REFERENCES {table}(academy_id, id)"
        assert any(wanted in definition for definition in definitions), wanted


def test_no_many_to_many_field_makes_a_table_of_its_own() -> None:
    hidden = [m._meta.label for m in OWN_MODELS if m._meta.auto_created]
    assert hidden == []


@pytest.mark.django_db
def test_the_application_is_neither_owner_nor_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user"
        )
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_the_audit_trail_can_only_grow() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT privilege_type FROM information_schema.role_table_grants"
            " WHERE table_name = 'foundation_auditentry' AND grantee = current_user"
        )
        assert {row[0] for row in cursor.fetchall()} == {"SELECT", "INSERT"}
