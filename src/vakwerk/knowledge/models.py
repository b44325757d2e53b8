"""What does the knowledge room keep? Sources from inside and outside, what they are good for, and what is said."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.tenancy import AcademyForeignKey, AcademyOwned


class Side(models.TextChoices):
    """Where knowledge comes from. A trajectory needs both."""

    INSIDE = "inside", _("inside")
    OUTSIDE = "outside", _("outside")


class Source(AcademyOwned):
    """Something to learn from. A row with ``shared_region`` can be read by every academy of that region.

    ``key`` is the same in every file that leaves, so that coming in again finds the same source.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        CASE = "case", _("case")
        BOOK = "book", _("book")
        PODCAST = "podcast", _("podcast")
        VIDEO = "video", _("video")
        COURSE = "course", _("course elsewhere")
        PERSON = "person", _("person to ask")

    key = models.SlugField(max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    side = models.CharField(_("inside or outside"), max_length=8, choices=Side)
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
    # Of a source of the kind "person": who may be asked. Never crosses to another academy.
    person = AcademyForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="asked_as_source"
    )
    owner = AcademyForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="owned_sources"
    )
    licence = models.CharField(_("licence"), max_length=80, blank=True)
    review_on = models.DateField(_("look at again on"), null=True, blank=True)
    shared_region = models.ForeignKey(
        "foundation.Region", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "id"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [models.UniqueConstraint(fields=["academy", "key"], name="source_key_once")]
        indexes = [models.Index(fields=["academy", "title", "id"], name="source_in_order")]

    def __str__(self) -> str:
        return self.title
