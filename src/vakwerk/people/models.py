"""Who is there? Accounts, organisations, units, persons, and how they stand to each other."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import AcademyForeignKey, AcademyOwned
from vakwerk.people import rules
from vakwerk.people.guests.models import Invitation
from vakwerk.people.intake.models import ColumnMapping, PeopleImport, PeopleImportRow

__all__ = [
    "KIND_OF_ORGANISATION",
    "Account",
    "AddressClaim",
    "Bond",
    "ColumnMapping",
    "Handover",
    "Invitation",
    "Kind",
    "Membership",
    "Organisation",
    "Orientation",
    "PeopleImport",
    "PeopleImportRow",
    "Person",
    "RoleAssignment",
    "Seniority",
    "SignInLink",
    "Unit",
]


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; allauth and Django's own commands come in through here."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        """Make an account that signs in as ``email``; without a password only by other means."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """How somebody signs in. It belongs to no academy; the persons it stands for do."""

    email = models.EmailField(_("e-mail address"), unique=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=5, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    # Django's admin is not part of Vakwerk; allauth asks for these names.
    is_staff = False
    is_superuser = False

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_without_case")]

    def __str__(self) -> str:
        return self.email


class AddressClaim(models.Model):
    """Somebody says that an address is theirs. It counts for nothing, and stands apart from what does."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="address_claims")
    email = models.EmailField(_("e-mail address"))
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["email"]
        constraints = [models.UniqueConstraint(fields=["account", "email"], name="address_claim_once")]

    def __str__(self) -> str:
        return f"by {self.account_id}"


class SignInLink(models.Model):
    """A link that signs its reader in once. Only its hash is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sign_in_links")
    # It proves that its reader reads this address, and nothing about others of the account.
    email = models.EmailField(_("e-mail address"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    next_url = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="Before it was used: the invitation does not stand.")

    def __str__(self) -> str:
        return f"for {self.account_id}"


class Organisation(AcademyOwned):
    """An organisation that people come from."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        COMPANY = "company", _("company")
        CIVIL_SOCIETY = "civil_society", _("civil-society organisation")
        RESIDENTS = "residents", _("client or resident group")
        KNOWLEDGE = "knowledge", _("knowledge institution")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.MUNICIPALITY)

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [models.UniqueConstraint("academy", Lower("name"), name="organisation_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_external(self) -> bool:
        """Whether its people come from outside municipalities."""
        return self.kind != self.Kind.MUNICIPALITY

    @property
    def joins_as(self) -> "_JoinsAs":
        """As what its people join in."""
        return joins_as(self.kind)


class Unit(AcademyOwned):
    """A part of an organisation: a directorate, department or team."""

    organisation = AcademyForeignKey(Organisation, on_delete=models.CASCADE, related_name="units")
    parent = AcademyForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["name"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.UniqueConstraint(
                "academy", "organisation", Lower("name"), name="unit_name_once_in_organisation"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Seniority(models.TextChoices):
    """How long somebody has done this kind of work; a fact of the file, never a judgement."""

    STARTING = "starting", _("starting (up to 3 years)")
    EXPERIENCED = "experienced", _("experienced (3 to 10 years)")
    SENIOR = "senior", _("senior (over 10 years)")


class Orientation(models.TextChoices):
    """The way of governing that belongs to somebody's post; never taken from a questionnaire."""

    PUBLIC_ADMINISTRATION = "public_administration", _("traditional")
    NEW_PUBLIC_MANAGEMENT = "new_public_management", _("businesslike")
    NETWORK_GOVERNANCE = "network_governance", _("networking")
    RESPONSIVE_GOVERNANCE = "responsive_governance", _("responsive")


class Kind(models.TextChoices):
    """As what somebody joins in; follows from the kind of their organisation."""

    COLLEAGUE = rules.JoinsAs.COLLEAGUE, _("colleague")
    PARTNER = rules.JoinsAs.PARTNER, _("partner")
    RESIDENT = rules.JoinsAs.RESIDENT, _("resident")


# Inside Organisation, Kind is its own.
_JoinsAs = Kind

KIND_OF_ORGANISATION: dict[str, Kind] = {
    Organisation.Kind.MUNICIPALITY: Kind.COLLEAGUE,
    Organisation.Kind.COMPANY: Kind.PARTNER,
    Organisation.Kind.CIVIL_SOCIETY: Kind.PARTNER,
    Organisation.Kind.KNOWLEDGE: Kind.PARTNER,
    Organisation.Kind.RESIDENTS: Kind.RESIDENT,
}


def joins_as(kind_of_organisation: str | None) -> Kind:
    """Return as what the people of a kind of organisation join in; those of none join as colleagues."""
    return KIND_OF_ORGANISATION.get(kind_of_organisation or "", Kind.COLLEAGUE)


def kinds_joining_as(kind: str) -> list[str]:
    """Return the kinds of organisation whose people join in as ``kind``."""
    return [organisation for organisation, joined in KIND_OF_ORGANISATION.items() if joined == kind]


class Person(AcademyOwned):
    """Somebody in one academy, with or without an account.

    ``sort_key`` and ``search_key`` follow from the names; ``save`` and the import fill them by the one rule
    in ``rules.py``, since the embedded database has no Dutch order and no accents-blind search.
    """

    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("surname"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    # The key of the file that people come from, so that importing again finds the same person.
    reference = models.CharField(_("personnel number"), max_length=60, blank=True)
    discipline = models.CharField(_("discipline"), max_length=80, blank=True)
    seniority = models.CharField(_("experience"), max_length=20, choices=Seniority, blank=True)
    orientation = models.CharField(_("way of governing"), max_length=30, choices=Orientation, blank=True)
    sort_key = models.CharField(max_length=220, editable=False)
    search_key = models.CharField(max_length=400, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    # A last day still to come. In the night after it they leave, and ``left_on`` is filled.
    leaves_on = models.DateField(_("leaves on"), null=True, blank=True)
    # Since when their name may stand where everybody reads it, by their own word; null: it may not.
    named_in_public_at = models.DateTimeField(null=True, editable=False)
    # Their data was erased: only the row is left, so that what others did together stays whole.
    erased_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["sort_key", "id"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                "academy", Lower("email"), name="person_email_once", condition=~models.Q(email="")
            ),
            models.UniqueConstraint(
                "academy", "reference", name="person_reference_once", condition=~models.Q(reference="")
            ),
            models.UniqueConstraint("academy", "account", name="person_account_once"),
        ]
        indexes = [
            models.Index(fields=["academy", "sort_key", "id"], name="person_in_order"),
            models.Index(fields=["account"], name="person_by_account"),
            models.Index(Lower("email"), name="person_by_email"),
            models.Index(
                fields=["academy", "leaves_on"],
                name="person_by_last_day",
                condition=models.Q(leaves_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        super().save(*args, **kwargs)

    def fill_keys(self) -> None:
        """Fill the sort and search keys; ``bulk_create`` needs this called first."""
        self.sort_key = rules.sort_key(self.given_name, self.family_name)[:220]
        self.search_key = rules.search_key(f"{self.given_name} {self.family_name} {self.email}")[:400]

    @property
    def name(self) -> str:
        """The full name as people say it."""
        return f"{self.given_name} {self.family_name}".strip() or gettext("somebody who was erased")

    @cached_property
    def roles(self) -> frozenset[Role]:
        """What this person is in the academy."""
        return frozenset(Role(assignment.role) for assignment in self.role_assignments.all())


class RoleAssignment(AcademyOwned):
    """A person has a role in the academy."""

    person = AcademyForeignKey(Person, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    since = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["academy", "person", "role"], name="role_once")]

    def __str__(self) -> str:
        return f"{self.person_id} is {self.role}"


class Membership(AcademyOwned):
    """A person works for, or belongs to, an organisation."""

    person = AcademyForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = AcademyForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    unit = AcademyForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    is_main = models.BooleanField(default=True, help_text="The one that lists show.")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-is_main", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["academy", "person"], name="one_main_membership", condition=models.Q(is_main=True)
            )
        ]
        indexes = [
            models.Index(fields=["academy", "organisation", "unit"], name="membership_by_place"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.organisation_id}"


class Bond(AcademyOwned):
    """``senior`` stands above ``person``: manages, assesses, or decides on their case.

    Two people with a bond never sit in one circle, whichever way round it goes.
    """

    class Kind(models.TextChoices):
        MANAGER = rules.BondKind.MANAGER, _("manager")
        ASSESSOR = rules.BondKind.ASSESSOR, _("assessor")
        DECIDES_ON_CASE = rules.BondKind.DECIDES_ON_CASE, _("decides on their case")

    person = AcademyForeignKey(Person, on_delete=models.CASCADE, related_name="bonds_above")
    senior = AcademyForeignKey(Person, on_delete=models.CASCADE, related_name="bonds_below")
    kind = models.CharField(max_length=20, choices=Kind)
    since = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=160, blank=True, help_text="Where Vakwerk knows it from.")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["academy", "person", "senior", "kind"], name="bond_once"),
            models.CheckConstraint(condition=~models.Q(person=models.F("senior")), name="bond_with_another"),
        ]
        indexes = [models.Index(fields=["academy", "senior"], name="bond_by_senior")]

    def __str__(self) -> str:
        return f"{self.senior_id} {self.kind} of {self.person_id}"


class Handover(AcademyOwned):
    """Something that somebody who left did for others, and that a coordinator gives a next one.

    ``kind`` and ``facts`` are those of a tie, see ``departures``; ``path``: the page where it is done.
    """

    person = AcademyForeignKey(Person, on_delete=models.CASCADE, related_name="handovers")
    kind = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    path = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    settled_by_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(
                fields=["academy", "-made_at"],
                name="handover_open",
                condition=models.Q(settled_at__isnull=True),
            ),
            models.Index(fields=["academy", "person"], name="handover_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"
