"""What does bringing in sources keep? The file, from when it was uploaded until it is taken over or thrown away."""

from django.db import models
from django.utils import timezone

from vakwerk.foundation.tenancy import AcademyOwned


class SourceImport(AcademyOwned):
    """A file of sources on its way in. What it would do is worked out anew each time, so it is never out of date."""

    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.file_name
