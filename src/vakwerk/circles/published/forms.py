"""What does a coordinator fill in for a circle that meets?"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vakwerk.circles.models import Session
from vakwerk.foundation.day_fields import SpanForm
from vakwerk.people.models import Person


class SessionForm(SpanForm):
    """When and where a session is."""

    place = forms.CharField(label=_("Location"), max_length=200, required=False)

    @property
    def shown(self) -> str:
        """Write down what was filled in, so that only what was shown is done."""
        return f"{self.starts_at.isoformat()} {self.ends_at.isoformat()} {self.cleaned_data['place']}"


def initial_of(session: Session) -> dict[str, Any]:
    """Return what the form shows at first."""
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return {"day": starts.date(), "starts": starts.time(), "ends": ends.time(), "place": session.place}


# A choice of its own, so that choosing nobody is an answer and not a gap.
NOBODY = 0


class FacilitatorForm(forms.Form):
    """Who facilitates a circle; nobody: the members take turns."""

    facilitator = forms.TypedChoiceField(label=_("Facilitator"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["facilitator"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [
            (NOBODY, _("nobody: the members take turns")),
            *((one.pk, one.name) for one in people),
        ]
