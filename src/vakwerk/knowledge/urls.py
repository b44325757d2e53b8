"""Where are the pages of the knowledge room? Below the address of an academy."""

from django.urls import URLPattern, URLResolver, path

from vakwerk.knowledge.conversation import views as talk
from vakwerk.knowledge.exchange import views as exchange
from vakwerk.knowledge.pairing import views as pairing
from vakwerk.knowledge.reading import views as reading
from vakwerk.knowledge.search import views as search
from vakwerk.knowledge.sources.views import coordination, keeping, proposals

app_name = "knowledge"

SOURCE = "kennis/<int:source_id>/"
POST = "kennis/bericht/<int:post_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("kennis/", search.search, name="search"),
    path("kennis/binnen-en-buiten/", pairing.pairing, name="pairing"),
    path("kennis/voorstellen/", proposals.propose, name="propose"),
    path(SOURCE, reading.source, name="source"),
    path(f"{SOURCE}wijzigen/", keeping.edit, name="edit_source"),
    path(f"{SOURCE}nakijken/", keeping.review, name="review_source"),
    path(f"{SOURCE}hier/", keeping.note, name="note"),
    path(f"{SOURCE}delen/", keeping.share, name="share_source"),
    path(f"{SOURCE}uit-de-lijst/", keeping.retire, name="retire_source"),
    path(f"{SOURCE}terugnemen/", proposals.withdraw, name="withdraw_source"),
    path(f"{SOURCE}gesprek/", talk.say, name="say"),
    path(f"{POST}antwoorden/", talk.answer, name="answer"),
    path(f"{POST}wijzigen/", talk.change, name="change_post"),
    path(f"{POST}verwijderen/", talk.delete, name="delete_post"),
    path(f"{POST}eerder/", talk.history, name="post_history"),
    path(f"{POST}melden/", talk.report, name="report_post"),
    path("coordinatie/kennis/", coordination.sources, name="sources"),
    path("coordinatie/kennis/nieuw/", keeping.new_source, name="new_source"),
    path("coordinatie/kennis/lijsten/", coordination.entries, name="entries"),
    path("coordinatie/kennis/lijsten/<int:entry_id>/", coordination.retire_entry, name="retire_entry"),
    path("coordinatie/kennis/meldingen/", talk.reports, name="reports"),
    path("coordinatie/kennis/inlezen/", exchange.bring_in, name="import_sources"),
    path("coordinatie/kennis/inlezen/<int:source_import_id>/", exchange.preview, name="import_preview"),
    path("coordinatie/kennis/inlezen/voorbeeld/<slug:kind>/", exchange.template_file, name="source_template"),
    path("coordinatie/kennis/alles/<slug:kind>/", exchange.take_out, name="export_sources"),
    path("coordinatie/kennis/<int:source_id>/overnemen/", proposals.accept, name="accept_source"),
    path("coordinatie/kennis/<int:source_id>/niet-overnemen/", proposals.decline, name="decline_source"),
    path("coordinatie/kennis/<int:source_id>/gasten/", talk.guests, name="guests"),
    path("coordinatie/kennis/bericht/<int:post_id>/verbergen/", talk.hide, name="hide_post"),
    path("coordinatie/kennis/bericht/<int:post_id>/tonen/", talk.show_again, name="show_post"),
    path("coordinatie/kennis/bericht/<int:post_id>/laten-staan/", talk.leave, name="leave_post"),
]
