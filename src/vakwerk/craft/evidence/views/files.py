"""Files with evidence: adding, taking away, and opening for who may see."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vakwerk.craft.evidence import operations, queries, rules, storage
from vakwerk.craft.evidence.forms import FileForm
from vakwerk.foundation import own_acts, refusals
from vakwerk.foundation.pages import button_page, form_page, posted, posted_files
from vakwerk.people.access import PersonRequest, page_for


@page_for()
def add(request: PersonRequest, evidence_id: int) -> HttpResponse:
    """Add a file to one's own piece."""
    found = queries.own_or_404(request.person, evidence_id)
    reason = rules.reason_not_to_change(found.state) or rules.reason_not_to_add_file(len(found.files.all()))
    form = FileForm(posted(request), posted_files(request))

    def act() -> str:
        upload = form.cleaned_data["file"]
        operations.add_file(evidence=found, name=upload.name, content=upload.read(), now=timezone.now())
        return _("The file is added.")

    return form_page(
        request,
        form,
        act,
        of=None,
        template="craft/evidence/add_file.html",
        refused_at="file",
        done=reverse("craft:evidence", args=[request.academy.slug, found.pk]),
        context={"evidence": found, "reason": refusals.say(reason)},
    )


@require_POST
@page_for()
def remove(request: PersonRequest, attachment_id: int) -> HttpResponse:
    """Take a file away from one's own piece."""
    found = queries.file_or_404(request.person, attachment_id)
    if found.evidence.person_id != request.person.pk:
        raise Http404
    here = reverse("craft:evidence", args=[request.academy.slug, found.evidence_id])

    def act() -> str:
        operations.remove_file(file=found, now=timezone.now())
        return _("The file has been removed.")

    return button_page(request, act, of=None, done=here)


@page_for()
def download(request: PersonRequest, attachment_id: int) -> HttpResponse:
    """Give a file to whoever may see it, to save: it never opens as a page of Vakwerk."""
    found = queries.file_or_404(request.person, attachment_id)
    try:
        content = storage.read(found)
    except FileNotFoundError:
        raise Http404 from None
    if found.evidence.person_id != request.person.pk:
        own_acts.keep("craft.file_read", of=found.evidence.person_id, by=request.person)
    answer = HttpResponse(content, content_type=found.kind)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
