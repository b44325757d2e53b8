"""What can be learned from? Sources, what an academy adds to them, and the words they are found by."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.bilingual import BilingualField
from vakwerk.foundation.tenancy import AcademyForeignKey, AcademyOwned
from vakwerk.knowledge.models.vocabulary import SizeClass
from vakwerk.knowledge.rules import SourceKind, SourceState


class Side(models.TextChoices):
    """Where knowledge comes from. A trajectory needs both."""

    INSIDE = "inside", _("inside")
    OUTSIDE = "outside", _("outside")


def _keys() -> "ArrayField[list[str], list[str]]":
    # Columns of the row itself, since what a region reads of a shared source must come with it.
    return ArrayField(models.SlugField(max_length=80), default=list, blank=True)


class Source(AcademyOwned):
    """Something to learn from. A row with ``shared_region`` can be read by every academy of that region.

    ``key`` is the same in every file that leaves, so that coming in again finds the same source.
    ``competencies`` are keys of a framework, which are the same in all its versions and in other academies.
    """

    class Kind(models.TextChoices):
        ARTICLE = SourceKind.ARTICLE, _("article")
        CASE = SourceKind.CASE, _("case")
        BOOK = SourceKind.BOOK, _("book")
        PODCAST = SourceKind.PODCAST, _("podcast")
        VIDEO = SourceKind.VIDEO, _("video")
        COURSE = SourceKind.COURSE, _("course elsewhere")
        PERSON = SourceKind.PERSON, _("person to ask")

    class State(models.TextChoices):
        PROPOSED = SourceState.PROPOSED, _("proposed")
        PUBLISHED = SourceState.PUBLISHED, _("published")
        DECLINED = SourceState.DECLINED, _("not taken over")

    key = models.SlugField(max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    side = models.CharField(_("inside or outside"), max_length=8, choices=Side)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PUBLISHED)
    language = models.CharField(
        _("language"), max_length=2, choices=[("nl", _("Dutch")), ("en", _("English"))], default="nl"
    )
    title = models.CharField(_("title"), max_length=240)
    author = models.CharField(_("made by"), max_length=240, blank=True)
    summary = models.TextField(_("in short"), max_length=2000, blank=True)
    body = models.TextField(_("text"), max_length=40_000, blank=True)
    url = models.URLField(_("address on the web"), max_length=500, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("how long, in minutes"), null=True, blank=True)
    # What it is good for; empty: for nothing in particular.
    competencies = _keys()
    developments = _keys()
    governance_models = _keys()
    # For which context; empty: for every.
    sizes = _keys()
    policy_fields = _keys()
    # Of a source of the kind "person": who may be asked. Never crosses to another academy.
    person = AcademyForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="asked_as_source"
    )
    # Who keeps it up to date; of a proposal, who proposed it. Never crosses either.
    owner = AcademyForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="owned_sources"
    )
    licence = models.CharField(_("licence"), max_length=80, blank=True)
    review_on = models.DateField(_("look at again on"), null=True, blank=True)
    shared_region = models.ForeignKey(
        "foundation.Region", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    declined_because = models.CharField(_("why it was not taken over"), max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "id"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(fields=["academy", "key"], name="source_key_once"),
            # What is only proposed or is a person to ask stays at home.
            models.CheckConstraint(
                condition=models.Q(shared_region=None)
                | (models.Q(state="published") & ~models.Q(kind="person")),
                name="shared_source_is_published_and_no_person",
            ),
        ]
        indexes = [
            models.Index(fields=["academy", "title", "id"], name="source_in_order"),
            models.Index(fields=["academy", "review_on"], name="source_by_review"),
            models.Index(
                fields=["shared_region"], name="source_shared", condition=~models.Q(shared_region=None)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_live(self) -> bool:
        """Whether people find it."""
        return self.state == self.State.PUBLISHED and self.retired_at is None

    @property
    def fits_every_size(self) -> bool:
        """Whether it is for municipalities of any size."""
        return not self.sizes or set(self.sizes) >= set(SizeClass.values)


class ListEntry(AcademyOwned):
    """A development or policy field that an academy adds to the lists that come along."""

    class List(models.TextChoices):
        DEVELOPMENT = "development", _("developments")
        POLICY_FIELD = "policy_field", _("policy fields")

    list = models.CharField(max_length=20, choices=List)
    key = models.SlugField(max_length=80)
    name = BilingualField(_("name"), max_length=120)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["list", "id"]
        constraints = [models.UniqueConstraint(fields=["academy", "list", "key"], name="list_entry_once")]

    def __str__(self) -> str:
        return str(self.name)


class LocalContext(AcademyOwned):
    """What an academy adds to a source, its own or one of its region: what it means here, and the conversation.

    A foreign key cannot cross academies, so a source is kept as numbers: ``source_id``, whose it is, and its key.
    """

    source_id = models.BigIntegerField()
    source_academy_id = models.BigIntegerField()
    source_key = models.SlugField(max_length=80)
    note = models.TextField(_("what does this mean here?"), max_length=4000, blank=True)
    note_by = AcademyForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note_at = models.DateTimeField(null=True, blank=True)
    open_to_guests = models.BooleanField(_("guests take part in the conversation"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["academy", "source_id"], name="local_context_once")]

    def __str__(self) -> str:
        return f"of {self.source_key}"


class SourceWord(AcademyOwned):
    """A word stem, or a trait such as ``:kind:case``, by which a source is found.

    The database itself keeps this table up to date, by a trigger on ``Source``; see decision 0007. Its one index
    holds all that a search reads, which Django cannot declare, so the migration makes the table.
    """

    pk = models.CompositePrimaryKey("academy_id", "lexeme", "source_id")
    lexeme = models.TextField()
    source_id = models.BigIntegerField()
    # How much the word counts: in the title 8, the maker 4, what it is in short 3, the text 1 to 3. A trait: 0.
    score = models.SmallIntegerField()
    shared_region_id = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "knowledge_sourceword"

    def __str__(self) -> str:
        return self.lexeme
