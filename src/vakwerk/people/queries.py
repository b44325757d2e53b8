"""Who is there, and who may see whom? Every way from an id to a person starts here."""

from vakwerk.people.models import Person


def person_of_account(account_id: int) -> Person | None:
    """Return the person whom an account stands for in the current academy, with roles, or ``None``."""
    return (
        Person.objects.filter(account_id=account_id, left_on=None).prefetch_related("role_assignments").first()
    )
