"""What does a CASE package say of a framework as a whole: its document and its definitions?

Pure: no Django, no clock, no database.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from vakwerk.craft.exchange import case_items, case_terms
from vakwerk.craft.exchange.case_reading import CASE
from vakwerk.craft.exchange.case_terms import (
    ITEM_TYPES,
    OURS,
    clean,
    derived,
    in_language,
    line,
    link,
    ours,
    texts,
    uri,
)
from vakwerk.craft.frameworks.contents import Contents
from vakwerk.craft.rules import FrameworkState

STATUS: Final[Mapping[str, str]] = {
    "starter": "Draft",
    "draft": "Draft",
    "adopted": "Adopted",
    "retired": "Deprecated",
}


@dataclass(frozen=True)
class Edition:
    """What a package says of the framework besides its contents. ``changed_at``, ``adopted_on``: ISO 8601."""

    state: str
    version: int
    creator: str
    changed_at: str
    language: str = "nl"
    adopted_on: str = ""
    adopted_by: str = ""
    origin: Contents | None = field(default=None)


def language_of(document: Mapping[str, Any]) -> str:
    """Return the language of a document that came, English where it names none."""
    return case_items.said(document.get("language")) or "en"


def document(contents: Contents, edition: Edition) -> dict[str, Any]:
    """Return what a package says of the framework as a whole: as it came, if nothing here changed it."""
    came: Mapping[str, Any] = contents.foreign.get(CASE, {}).get("document", {})
    language = edition.language
    if case_items.same_case(came.get("identifier")) == contents.identifier and _says_the_same(
        came, contents, edition
    ):
        return dict(came)
    mine = clean(
        {
            "identifier": contents.identifier,
            "uri": uri(contents.identifier),
            "caseVersion": case_terms.CASE_VERSION,
            "frameworkType": "Competency framework",
            "creator": line(contents.source or edition.creator),
            "publisher": line(edition.creator),
            "title": line(in_language(contents.name, language)),
            "description": in_language(contents.description, language),
            "language": language,
            "version": str(edition.version),
            "adoptionStatus": STATUS[edition.state],
            "statusStartDate": edition.adopted_on,
            "notes": edition.adopted_by,
            "licenseURI": link(derived("licence", contents.licence), contents.licence)
            if contents.licence
            else None,
            "lastChangeDateTime": edition.changed_at,
            "extensions": {
                OURS: clean(
                    {
                        "key": contents.key,
                        **texts(name=contents.name, description=contents.description),
                        "source": contents.source,
                        "licence": contents.licence,
                        "levelNaming": contents.level_naming,
                        "roleProfiles": [
                            clean(
                                {
                                    "key": one.key,
                                    "name": dict(one.name),
                                    "hr21Code": one.hr21_code,
                                    "targets": dict(one.targets),
                                }
                            )
                            for one in contents.profiles
                        ],
                        "more": contents.foreign.get(OURS),
                    }
                )
            },
        }
    )
    kept = came.get("extensions")
    extensions = {**(kept if isinstance(kept, Mapping) else {}), **mine["extensions"]}
    # Others may say here at which address the package is; version 1.1 has no such property within a package.
    kept_here = {name: value for name, value in came.items() if name != "CFPackageURI"}
    return {**kept_here, **mine, "extensions": extensions}


def _says_the_same(came: Mapping[str, Any], contents: Contents, edition: Edition) -> bool:
    """Tell whether the head of a foreign framework is as it came, and it is still only a draft here."""
    if ours(came) or edition.state != FrameworkState.DRAFT or contents.profiles:
        return False
    language = language_of(came)
    licence = came.get("licenseURI")
    title = licence.get("title") if isinstance(licence, Mapping) else ""
    return (
        dict(contents.name) == case_items.one_language(case_items.said(came.get("title"))[:200], language)
        and dict(contents.description)
        == case_items.one_language(case_items.said(came.get("description")), language)
        and contents.source == case_items.said(came.get("creator"))[:300]
        and contents.licence == case_items.said(title)[:80]
    )


def definitions(contents: Contents, edition: Edition, *, kinds: Collection[str]) -> dict[str, Any]:
    """Return the definitions that came, with the item types of ours in ``kinds``, and our licence."""
    came = contents.foreign.get(CASE, {}).get("package", {}).get("CFDefinitions")
    kept = dict(came) if isinstance(came, Mapping) else {}
    types = kept.get("CFItemTypes")
    known = (
        {one.get("identifier") for one in types if isinstance(one, Mapping)}
        if isinstance(types, list)
        else set()
    )
    new = [
        {
            "identifier": case_terms.type_identifier(kind),
            "uri": uri(case_terms.type_identifier(kind)),
            "title": ITEM_TYPES[kind][0],
            "description": ITEM_TYPES[kind][1],
            "hierarchyCode": str(nth),
            "lastChangeDateTime": edition.changed_at,
        }
        for nth, kind in enumerate(ITEM_TYPES, start=1)
        if kind in kinds and case_terms.type_identifier(kind) not in known
    ]
    if new:
        kept["CFItemTypes"] = [*(types if isinstance(types, list) else ()), *new]
    if contents.licence and not came:
        identifier = derived("licence", contents.licence)
        kept["CFLicenses"] = [
            {
                "identifier": identifier,
                "uri": uri(identifier),
                "title": line(contents.licence),
                "licenseText": contents.licence,
                "lastChangeDateTime": edition.changed_at,
            }
        ]
    return {"CFDefinitions": kept} if kept else {}
