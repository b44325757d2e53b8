"""Which words mean which choice? The labels in every language, and what people write besides."""

from functools import cache
from typing import Final

from django.conf import settings
from django.db.models import Choices
from django.utils import translation

from vakwerk.foundation.roles import Role
from vakwerk.foundation.sheets.heads import plain
from vakwerk.people.intake.rules.values import Vocabulary
from vakwerk.people.models import Organisation, Orientation, Seniority

_SENIORITY: Final = {
    "starting": "starter, startend, beginnend, junior, starting",
    "experienced": "ervaren, medior, midden, experienced, mid",
    "senior": "senior, zeer ervaren, very experienced",
}
_ORIENTATION: Final = {
    "public_administration": "klassiek, klassieke overheid, traditioneel, rechtmatig, pa, traditional, classic",
    "new_public_management": "bedrijfsmatig, bedrijfsmatige overheid, zakelijk, presterend, npm, businesslike",
    "network_governance": "netwerkend, netwerksamenwerking, netwerkende overheid, netwerk, npg, networking, network",
    "responsive_governance": "responsief, responsieve overheid, participerend, res, responsive",
}
_KIND: Final = {
    "municipality": "gemeente, overheid, municipality, government",
    "company": "bedrijf, onderneming, marktpartij, company, business",
    "civil_society": (
        "maatschappelijke organisatie, maatschappelijke partner, maatschappelijk, partner, stichting, vereniging, "
        "corporatie, zorgaanbieder, civil society organisation, ngo, charity"
    ),
    "residents": (
        "clienten of inwonersgroep, clientenraad, inwoners, inwonersgroep, bewoners, bewonersgroep, clienten, "
        "cooperatie, residents, resident group, client group, clients"
    ),
    "knowledge": (
        "kennisinstelling, universiteit, hogeschool, onderwijs, knowledge institution, university, research"
    ),
}
_ROLE: Final = {
    "coordinator": "coordinator, academiecoordinator, academy coordinator",
    "facilitator": "begeleider, procesbegeleider, gespreksleider, facilitator, chair",
    "participant": "deelnemer, medewerker, participant, member",
    "guest": "gast, guest",
    "researcher": "onderzoeker, researcher",
    "works_council": "or, or-lid, ondernemingsraad, works council, works council member",
    "administrator": "beheerder, administrator, admin",
}


@cache
def words() -> Vocabulary:
    """Return what every word means, whatever language somebody uses now."""
    return Vocabulary(
        seniority=_words(Seniority, _SENIORITY),
        orientation=_words(Orientation, _ORIENTATION),
        kind=_words(Organisation.Kind, _KIND),
        role=_words(Role, _ROLE),
    )


def _words(choices: type[Choices], besides: dict[str, str]) -> dict[str, str]:
    found = {plain(word): value for value, words in besides.items() for word in words.split(",")}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {plain(str(label)): str(value) for value, label in choices.choices}
    return found | {plain(str(value)): str(value) for value in choices.values}
