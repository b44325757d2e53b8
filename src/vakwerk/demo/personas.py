"""Who can a visitor of the demo be? Source: domain reference, part 9. All of them are made up."""

from dataclasses import dataclass
from typing import Final

from vakwerk.demo.written import content, email_of
from vakwerk.foundation.bilingual import Bilingual

AMSTERDAM: Final = "amsterdam"
APELDOORN: Final = "apeldoorn"
ACADEMIES: Final[dict[str, str]] = {
    slug: content()["academies"][slug]["name"] for slug in (AMSTERDAM, APELDOORN)
}
"""The academies of the demo, as they are named. Hattem has none of its own and joins Apeldoorn's."""


@dataclass(frozen=True)
class Persona:
    """One made-up person; name and post are those of content/people.yaml.

    ``home``: the academy whose pages open after the one click.
    """

    key: str
    home: str
    who: Bilingual
    to_try: Bilingual

    @property
    def given_name(self) -> str:
        return str(content()["people"][self.key][0])

    @property
    def name(self) -> str:
        given, family, *_post = content()["people"][self.key]
        return f"{given} {family}"

    @property
    def organisation(self) -> str:
        return str(content()["people"][self.key][2])

    @property
    def email(self) -> str:
        return email_of(self.key, self.organisation)


def _persona(key: str, home: str, *, who: tuple[str, str], to_try: tuple[str, str]) -> Persona:
    return Persona(key, home, Bilingual(nl=who[0], en=who[1]), Bilingual(nl=to_try[0], en=to_try[1]))


PERSONAS: Final[tuple[Persona, ...]] = (
    _persona(
        "jeroen", APELDOORN,
        who=(
            "Coördinator van het Vakhuis. Hij maakt het aanbod en stelt de kringen samen, ook voor Hattem.",
            "Coordinator of the academy. He makes the offer and composes the circles, for Hattem too.",
        ),
        to_try=(
            "Maak het traject “Samenwerken in de regio” af, of stel kringen samen.",
            "Finish the trajectory on working in the region, or compose circles.",
        ),
    ),
    _persona(
        "bert", APELDOORN,
        who=(
            "Casemanager vergunningen, 31 jaar in dienst.",
            "Case manager for permits, 31 years of service.",
        ),
        to_try=(
            "Meld je aan voor de open ronde en kies wanneer je kunt.",
            "Sign up for the open round and choose when you can come.",
        ),
    ),
    _persona(
        "esra", APELDOORN,
        who=("Consulent jeugd.", "Youth consultant."),
        to_try=(
            "Bekijk je leerdoelen en beantwoord de vraag over je bewijs.",
            "See your learning goals and answer the question about your evidence.",
        ),
    ),
    _persona(
        "tom", APELDOORN,
        who=("Accountmanager economie.", "Account manager for the local economy."),
        to_try=("Schrijf je in voor een traject uit het aanbod.", "Enrol for a trajectory that is on offer."),
    ),
    _persona(
        "lotte", APELDOORN,
        who=(
            "Beleidsmedewerker in Hattem, met zeven taken in een klein gemeentehuis.",
            "Policy officer in Hattem, with seven jobs in a small town hall.",
        ),
        to_try=("Zie met wie buiten Hattem je in een kring zit.", "See who from outside Hattem is in your circle."),
    ),
    _persona(
        "dirk", APELDOORN,
        who=(
            "Gemeentesecretaris van Hattem. Hij geeft leiding aan Lotte en Gea.",
            "Municipal secretary of Hattem. He manages Lotte and Gea.",
        ),
        to_try=(
            "Zie dat je nooit in een kring zit met wie je leidt.",
            "See that you never share a circle with people you manage.",
        ),
    ),
    _persona(
        "gea", APELDOORN,
        who=("Handhaver in Hattem.", "Enforcement officer in Hattem."),
        to_try=("Meld je aan voor de open ronde.", "Sign up for the open round."),
    ),
    _persona(
        "ruud", APELDOORN,
        who=("Lid van de ondernemingsraad.", "Member of the works council."),
        to_try=(
            "Bekijk wat Vakwerk over je bewaart en wie dat ziet.",
            "See what Vakwerk keeps about you and who sees it.",
        ),
    ),
    _persona(
        "anneke", APELDOORN,
        who=(
            "Gespreksleider en beoordelaar, werkt zelfstandig.",
            "Circle facilitator and assessor, works for herself.",
        ),
        to_try=(
            "Beoordeel het bewijs van Bert, of bekijk je kringen.",
            "Assess Bert's evidence, or see your circles.",
        ),
    ),
    _persona(
        "marit", APELDOORN,
        who=("Gebiedsmanager en beoordelaar.", "Area manager and assessor."),
        to_try=("Beoordeel het bewijs van Esra.", "Assess Esra's evidence."),
    ),
    _persona(
        "henk", APELDOORN,
        who=("Inwoner, van een dorpscoöperatie.", "Resident, from a village cooperative."),
        to_try=("Zie hoe Vakwerk er voor een gast uitziet.", "See what Vakwerk looks like for a guest."),
    ),
    _persona(
        "wendy", APELDOORN,
        who=("Werkt bij een woningcorporatie.", "Works for a housing association."),
        to_try=("Bekijk je kring als partner van de gemeente.", "See your circle as a partner of the municipality."),
    ),
    _persona(
        "ilse", AMSTERDAM,
        who=("Coördinator van de academie.", "Coordinator of the academy."),
        to_try=(
            "Stel de kring in wording samen: Femke en Kwame passen niet samen. Zie waarom.",
            "Compose the draft circle: Femke and Kwame cannot share one. See why.",
        ),
    ),
    _persona(
        "samira", AMSTERDAM,
        who=(
            "Gebiedsmanager, ook bekend in Apeldoorn door een gemengde kring.",
            "Area manager, known in Apeldoorn too through a mixed circle.",
        ),
        to_try=(
            "Bekijk je badge, of ga naar je andere academie.",
            "See your badge, or go to your other academy.",
        ),
    ),
    _persona(
        "kwame", AMSTERDAM,
        who=("Vergunningverlener in het team van Femke.", "Permit officer in Femke's team."),
        to_try=("Meld je aan voor een ronde en trek je weer terug.", "Sign up for a round and withdraw again."),
    ),
    _persona(
        "femke", AMSTERDAM,
        who=("Teamleider vergunningen.", "Team leader for permits."),
        to_try=(
            "Zie dat je niet in een kring komt met je eigen team.",
            "See that you do not join a circle with your own team.",
        ),
    ),
    _persona(
        "meryem", APELDOORN,
        who=(
            "Inwoner, uit de cliëntenraad. Ze gebruikt alleen haar telefoon.",
            "Resident, from the client council. She only uses her phone.",
        ),
        to_try=("Bekijk je kring op een klein scherm.", "See your circle on a small screen."),
    ),
    _persona(
        "ravi", APELDOORN,
        who=("Werkt bij een zorgaanbieder.", "Works for a care provider."),
        to_try=("Laat weten dat je een keer niet kunt komen.", "Say that you cannot come once."),
    ),
    _persona(
        "noor", AMSTERDAM,
        who=("Onderzoeker. Ze ziet patronen, geen personen.", "Researcher. She sees patterns, not persons."),
        to_try=("Zie welke pagina's voor je dicht blijven.", "See which pages stay closed to you."),
    ),
)  # fmt: skip

BY_KEY: Final = {persona.key: persona for persona in PERSONAS}
