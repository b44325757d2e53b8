"""Which column is which? Recognises headers in Dutch and English, however they are written."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from hashlib import sha256

from vakwerk.foundation.sheets.heads import plain


class Field(StrEnum):
    """What a column can hold. In the order of the template file."""

    REFERENCE = "reference"
    FULL_NAME = "full_name"
    GIVEN_NAME = "given_name"
    PREFIX = "prefix"
    FAMILY_NAME = "family_name"
    EMAIL = "email"
    PHONE = "phone"
    ORGANISATION = "organisation"
    ORGANISATION_KIND = "organisation_kind"
    UNIT = "unit"
    PARENT_UNIT = "parent_unit"
    JOB_TITLE = "job_title"
    DISCIPLINE = "discipline"
    SENIORITY = "seniority"
    ORIENTATION = "orientation"
    MANAGER = "manager"
    ASSESSOR = "assessor"
    SINCE = "since"
    LEFT = "left_on"
    ROLE = "role"


# As people write them, Dutch before English; compared without case, accents, spaces and signs.
SYNONYMS: dict[Field, str] = {
    Field.REFERENCE: (
        "personeelsnummer, personeelsnr, personeels id, pers nr, persnr, medewerkernummer, medewerkersnummer, "
        "medewerker nr, medewerker id, werknemernummer, werknemersnummer, werknemer nr, registratienummer, "
        "stamnummer, nummer, nr, id, personnel number, personnel no, employee number, employee no, employee id, "
        "staff number, staff id, reference, ref"
    ),
    Field.FULL_NAME: (
        "naam, volledige naam, medewerker, naam medewerker, medewerkernaam, werknemer, weergavenaam, persoon, "
        "roepnaam en achternaam, naam volledig, naam en voornaam, name, full name, display name, employee, "
        "employee name, person"
    ),
    Field.GIVEN_NAME: (
        "voornaam, voornamen, roepnaam, voorletters, initialen, given name, given names, first name, firstname, "
        "forename, initials"
    ),
    Field.PREFIX: (
        "tussenvoegsel, tussenvoegsels, voorvoegsel, voorvoegsels, tussenv, tv, prefix, name prefix, "
        "surname prefix, infix, insertion"
    ),
    Field.FAMILY_NAME: (
        "achternaam, familienaam, geslachtsnaam, geboortenaam, surname, family name, last name, lastname"
    ),
    Field.EMAIL: (
        "e-mail, email, mail, e-mailadres, emailadres, mailadres, zakelijk e-mailadres, e-mail werk, werkmail, "
        "e-mail zakelijk, email zakelijk, e-mail address, mail address, work e-mail, business e-mail"
    ),
    Field.PHONE: (
        "telefoon, telefoonnummer, tel, telnr, mobiel, mobiele nummer, mobiel nummer, 06 nummer, gsm, phone, "
        "phone number, telephone, telephone number, mobile, mobile phone, mobile number, cell phone"
    ),
    Field.ORGANISATION: (
        "organisatie, gemeente, werkgever, bedrijf, instelling, organisatienaam, naam organisatie, organisation, "
        "organization, municipality, company, employer, organisation name, organization name"
    ),
    Field.ORGANISATION_KIND: (
        "soort organisatie, type organisatie, organisatietype, organisatiesoort, kind of organisation, "
        "type of organisation, organisation type, organisation kind, organization type, kind of organization"
    ),
    Field.UNIT: (
        "afdeling, team, onderdeel, organisatieonderdeel, organisatie-eenheid, eenheid, cluster, sector, "
        "afdeling/team, afdeling of team, department or team, "
        "teamnaam, afdelingsnaam, unit, department, team name, org unit, organisational unit"
    ),
    Field.PARENT_UNIT: (
        "directie, hoofdafdeling, domein, bovenliggende afdeling, bovenliggend onderdeel, dienst, stadsdeel, "
        "onderdeel van, parent unit, directorate, division, parent department, part of"
    ),
    Field.JOB_TITLE: (
        "functie, functienaam, functieomschrijving, functietitel, rolnaam, beroep, job title, job, title, "
        "position, function"
    ),
    Field.DISCIPLINE: (
        "vakgebied, discipline, vak, werkveld, beleidsveld, beleidsterrein, expertise, field, field of work, "
        "professional field"
    ),
    Field.SENIORITY: (
        "ervaring, jaren ervaring, ervaringsjaren, ervaring in jaren, dienstjaren, senioriteit, "
        "ervaring (jaren), experience, years of experience, years of service, experience (years), seniority"
    ),
    Field.ORIENTATION: (
        "sturing, vorm van sturing, manier van sturen, sturingsmodel, sturingsvorm, manier van besturen, "
        "way of governing, governance, governance model, governance orientation, orientation"
    ),
    Field.MANAGER: (
        "leidinggevende, manager, chef, teamleider, direct leidinggevende, directe leidinggevende, "
        "personeelsnummer leidinggevende, e-mail leidinggevende, naam leidinggevende, supervisor, line manager, "
        "reports to, manager e-mail, manager personnel number, manager id, team leader"
    ),
    Field.ASSESSOR: (
        "beoordelaar, naam beoordelaar, e-mail beoordelaar, personeelsnummer beoordelaar, assessor, appraiser, "
        "assessed by"
    ),
    Field.SINCE: (
        "in dienst, in dienst sinds, datum in dienst, indiensttreding, datum indiensttreding, begindatum, "
        "startdatum, ingangsdatum, sinds, datum indienst, start date, starting date, since, date of hire, "
        "hire date, in service since, joined"
    ),
    Field.LEFT: (
        "uit dienst, uit dienst per, datum uit dienst, uitdienst, uitdiensttreding, datum uitdiensttreding, "
        "einddatum, laatste werkdag, laatste dag, vertrek, vertrokken, vertrekdatum, datum vertrek, left, left on, "
        "leaving date, last day, last working day, end date, termination date, date of leaving"
    ),
    Field.ROLE: "rol, rollen, rol in de academie, rol in academie, role, roles, academy role, role in the academy",
}


_FIELDS = {plain(word): field for field, words in SYNONYMS.items() for word in words.split(",")}


def recognise(header: str) -> Field | None:
    """Return what a column with this header holds, or ``None`` when that is not clear."""
    if found := _FIELDS.get(plain(header)):
        return found
    # "Afdeling (team)" and "E-mail *" mean what stands before the brackets.
    return _FIELDS.get(plain(header.partition("(")[0]))


def guess(headers: Sequence[str], remembered: dict[str, str] | None = None) -> list[str]:
    """Return the field of each column, "" for a column that is left out; each field at most once.

    ``remembered``: how a file with the same headers was matched before, which goes first.
    """
    found: list[str] = []
    # The same headers may be written otherwise this time: "E-mail" for "email".
    alike = {plain(header): field for header, field in (remembered or {}).items()}
    for header in headers:
        if remembered is None:
            field: str | None = recognise(header)
        else:
            field = remembered.get(header, alike.get(plain(header)))
        found.append("" if not field or field in found else str(field))
    return found


def fingerprint(headers: Iterable[str]) -> str:
    """Return what a kind of file is remembered by: its headers, in any order."""
    return sha256("\n".join(sorted(plain(header) for header in headers)).encode()).hexdigest()
