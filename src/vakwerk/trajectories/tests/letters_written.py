"""Has the letters written that operations left to the worker, as the worker would, and gives them."""

from vakwerk.foundation.models import OutgoingMail
from vakwerk.foundation.tests.jobs_done import jobs_done
from vakwerk.trajectories.enrolment import letters


def letters_written() -> list[OutgoingMail]:
    """Run what waits for the worker and return the mail that came of it, in order.

    The mails that only hold a session for the calendar are left out: see ``OutgoingMail`` for those.
    """
    last = OutgoingMail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    jobs_done(letters.KIND)
    return list(OutgoingMail.objects.filter(pk__gt=last).order_by("pk"))
