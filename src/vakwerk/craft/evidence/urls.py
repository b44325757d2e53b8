"""Where are the pages of evidence? Below the address of an academy."""

from django.urls import path

from vakwerk.craft.evidence.views import asking, files, sending, writing

MINE = "mijn-bewijs/"
PIECE = f"{MINE}<int:evidence_id>/"

urlpatterns = [
    path(MINE, writing.my_evidence, name="my_evidence"),
    path(f"{MINE}nieuw/", writing.choose, name="choose_evidence"),
    path(f"{MINE}nieuw/<int:competency_id>/", writing.write, name="write_evidence"),
    path(f"{MINE}gevraagd/<int:response_id>/", asking.respond_signed_in, name="respond_signed_in"),
    path(f"{MINE}bestanden/<int:attachment_id>/", files.download, name="evidence_file"),
    path(f"{MINE}bestanden/<int:attachment_id>/weg/", files.remove, name="remove_file"),
    path(PIECE, writing.evidence, name="evidence"),
    path(f"{PIECE}wijzigen/", writing.change, name="change_evidence"),
    path(f"{PIECE}meenemen/", writing.carry_over, name="carry_over_evidence"),
    path(f"{PIECE}verwijderen/", writing.delete, name="delete_evidence"),
    path(f"{PIECE}insturen/", sending.send, name="send_evidence"),
    path(f"{PIECE}terugtrekken/", sending.withdraw, name="withdraw_evidence"),
    path(f"{PIECE}bestand/", files.add, name="add_file"),
    path(f"{PIECE}reactie-vragen/", asking.ask, name="ask_response"),
    path(f"{PIECE}reacties/<int:response_id>/terug/", asking.take_back, name="take_back_response"),
    path("reactie/<str:token>/", asking.respond, name="respond"),
]
