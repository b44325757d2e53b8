"""What does CASE 1.1 demand of a CFPackage, property by property?

Source: 1EdTech, Competencies and Academic Standards Exchange 1.1, Information Model (March 2025). Compared property by
property with the JSON Schema of its CFPackage (``case_v1p1_cfpackage-jsonschema1.json``), which says the same but where
``tables`` tells. No class but an extension takes properties of others.
"""

from collections.abc import Mapping
from typing import Any, Final

from tests.standards.tables import Schema, table

ASSOCIATIONS: Final = """
    isChildOf isPeerOf isPartOf exactMatchOf precedes isRelatedTo replacedBy exemplar hasSkillLevel isTranslationOf
"""

_HEAD: Final = """
    identifier          Uuid    [1]
    uri                 Uri     [1]
    lastChangeDateTime  Moment  [1]
    extensions          Map     [0..1]
"""


def _words(words: str) -> dict[str, Any]:
    return {"anyOf": [{"enum": words.split()}, {"pattern": "^ext:[A-Za-z0-9._-]+$"}]}


TABLES: Final[Mapping[str, Schema]] = {
    "CFPackage": table(
        """
        CFDocument      CFDocument     [1]
        CFItems         CFItem         [0..*]
        CFAssociations  CFAssociation  [0..*]
        CFDefinitions   CFDefinition   [0..1]
        CFRubrics       CFRubric       [0..*]
        extensions      Map            [0..1]
        """
    ),
    "CFDocument": table(
        f"""{_HEAD.rstrip()}
        frameworkType      Line      [0..1]
        caseVersion        Text      [0..1]
        creator            Line      [1]
        title              Line      [1]
        officialSourceURL  Uri       [0..1]
        publisher          Line      [0..1]
        description        Text      [0..1]
        subject            Line      [0..*]
        subjectURI         LinkURI   [0..*]
        language           Language  [0..1]
        version            Line      [0..1]
        adoptionStatus     Line      [0..1]
        statusStartDate    Day       [0..1]
        statusEndDate      Day       [0..1]
        licenseURI         LinkURI   [0..1]
        notes              Text      [0..1]
        """,
        caseVersion={"const": "1.1"},
    ),
    "CFItem": table(
        f"""{_HEAD.rstrip()}
        fullStatement         Text      [1]
        alternativeLabel      Line      [0..1]
        CFItemType            Line      [0..1]
        humanCodingScheme     Line      [0..1]
        listEnumeration       Line      [0..1]
        abbreviatedStatement  Line      [0..1]
        conceptKeywords       Line      [0..*]
        conceptKeywordsURI    LinkURI   [0..1]
        notes                 Text      [0..1]
        subject               Line      [0..*]
        subjectURI            LinkURI   [0..*]
        language              Language  [0..1]
        educationLevel        Line      [0..*]
        CFItemTypeURI         LinkURI   [0..1]
        licenseURI            LinkURI   [0..1]
        statusStartDate       Day       [0..1]
        statusEndDate         Day       [0..1]
        """
    ),
    "CFAssociation": table(
        f"""{_HEAD.rstrip()}
        associationType           Text        [1]
        sequenceNumber            Integer     [0..1]
        originNodeURI             LinkGenURI  [1]
        destinationNodeURI        LinkGenURI  [1]
        CFAssociationGroupingURI  LinkURI     [0..1]
        notes                     Text        [0..1]
        """,
        associationType=_words(ASSOCIATIONS),
    ),
    "LinkURI": table(
        """
        title       Line  [1]
        identifier  Uuid  [1]
        uri         Uri   [1]
        """
    ),
    "LinkGenURI": table(
        """
        title       Line  [1]
        identifier  Line  [1]
        uri         Uri   [1]
        targetType  Text  [0..1]
        """,
        targetType=_words("CASE"),
    ),
    "CFDefinition": table(
        """
        CFConcepts              CFConcept              [0..*]
        CFSubjects              CFSubject              [0..*]
        CFLicenses              CFLicense              [0..*]
        CFItemTypes             CFItemType             [0..*]
        CFAssociationGroupings  CFAssociationGrouping  [0..*]
        extensions              Map                    [0..1]
        """
    ),
    "CFConcept": table(
        f"""{_HEAD.rstrip()}
        title          Line  [1]
        keywords       Line  [0..1]
        hierarchyCode  Line  [1]
        description    Text  [0..1]
        """
    ),
    "CFSubject": table(
        f"""{_HEAD.rstrip()}
        title          Line  [1]
        hierarchyCode  Line  [1]
        description    Text  [0..1]
        """
    ),
    "CFLicense": table(
        f"""{_HEAD.rstrip()}
        title        Line  [1]
        description  Text  [0..1]
        licenseText  Text  [1]
        """
    ),
    "CFItemType": table(
        f"""{_HEAD.rstrip()}
        title          Line  [1]
        description    Text  [1]
        hierarchyCode  Line  [1]
        typeCode       Line  [0..1]
        """
    ),
    "CFAssociationGrouping": table(
        f"""{_HEAD.rstrip()}
        title        Line  [1]
        description  Text  [0..1]
        """
    ),
    "CFRubric": table(
        f"""{_HEAD.rstrip()}
        title             Line               [0..1]
        description       Text               [0..1]
        CFRubricCriteria  CFRubricCriterion  [0..*]
        """
    ),
    "CFRubricCriterion": table(
        f"""{_HEAD.rstrip()}
        category                 Line                    [0..1]
        description              Text                    [0..1]
        CFItemURI                LinkURI                 [0..1]
        weight                   Float                   [0..1]
        position                 Integer                 [0..1]
        rubricId                 Uuid                    [0..1]
        CFRubricCriterionLevels  CFRubricCriterionLevel  [0..*]
        """
    ),
    "CFRubricCriterionLevel": table(
        f"""{_HEAD.replace("[0..1]", "[0..*]").rstrip()}
        description        Text     [0..1]
        quality            Line     [0..1]
        score              Float    [0..1]
        feedback           Text     [0..1]
        position           Integer  [0..1]
        rubricCriterionId  Uuid     [0..1]
        """
    ),
}
