"""What does CASE 1.1 demand of a CFPackage, property by property?

Source: 1EdTech, Competencies and Academic Standards Exchange 1.1, Information Model and JSON Schema of CFPackage
(March 2025). Written out of their tables. No class but an extension takes properties of others.
"""

from collections.abc import Mapping
from typing import Any, Final

from tests.standards.tables import Schema, table

ASSOCIATIONS: Final = """
    isChildOf isPeerOf isPartOf exactMatchOf precedes isRelatedTo replacedBy exemplar hasSkillLevel isTranslationOf
"""

_HEAD = """
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
        frameworkType      Text      [0..1]
        caseVersion        Text      [0..1]
        creator            Text      [1]
        title              Text      [1]
        officialSourceURL  Uri       [0..1]
        publisher          Text      [0..1]
        description        Text      [0..1]
        subject            Text      [0..*]
        subjectURI         LinkURI   [0..*]
        language           Language  [0..1]
        version            Text      [0..1]
        adoptionStatus     Text      [0..1]
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
        alternativeLabel      Text      [0..1]
        CFItemType            Text      [0..1]
        humanCodingScheme     Text      [0..1]
        listEnumeration       Text      [0..1]
        abbreviatedStatement  Text      [0..1]
        conceptKeywords       Text      [0..*]
        conceptKeywordsURI    LinkURI   [0..1]
        notes                 Text      [0..1]
        subject               Text      [0..*]
        subjectURI            LinkURI   [0..*]
        language              Language  [0..1]
        educationLevel        Text      [0..*]
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
        title       Text  [1]
        identifier  Uuid  [1]
        uri         Uri   [1]
        """
    ),
    "LinkGenURI": table(
        """
        title       Text  [1]
        identifier  Text  [1]
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
        title          Text  [1]
        keywords       Text  [0..1]
        hierarchyCode  Text  [1]
        description    Text  [0..1]
        """
    ),
    "CFSubject": table(
        f"""{_HEAD.rstrip()}
        title          Text  [1]
        hierarchyCode  Text  [1]
        description    Text  [0..1]
        """
    ),
    "CFLicense": table(
        f"""{_HEAD.rstrip()}
        title        Text  [1]
        description  Text  [0..1]
        licenseText  Text  [1]
        """
    ),
    "CFItemType": table(
        f"""{_HEAD.rstrip()}
        title          Text  [1]
        description    Text  [1]
        hierarchyCode  Text  [1]
        typeCode       Text  [0..1]
        """
    ),
    "CFAssociationGrouping": table(
        f"""{_HEAD.rstrip()}
        title        Text  [1]
        description  Text  [0..1]
        """
    ),
    "CFRubric": table(
        f"""{_HEAD.rstrip()}
        title             Text               [0..1]
        description       Text               [0..1]
        CFRubricCriteria  CFRubricCriterion  [0..*]
        """
    ),
    "CFRubricCriterion": table(
        f"""{_HEAD.rstrip()}
        category                 Text                    [0..1]
        description              Text                    [0..1]
        CFItemURI                LinkURI                 [0..1]
        weight                   Float                   [0..1]
        position                 Integer                 [0..1]
        rubricId                 Uuid                    [0..1]
        CFRubricCriterionLevels  CFRubricCriterionLevel  [0..*]
        """
    ),
    "CFRubricCriterionLevel": {
        **table(
            f"""{_HEAD.rstrip()}
            description        Text     [0..1]
            quality            Text     [0..1]
            score              Float    [0..1]
            feedback           Text     [0..1]
            position           Integer  [0..1]
            rubricCriterionId  Uuid     [0..1]
            """
        )
    },
}
