"""What do Open Badges 3.0 and the list of what was taken back demand, property by property?

Source: 1EdTech, Open Badges Specification 3.0, appendix B.1 (May 2024, with context 3.0.3), and W3C, Bitstring
Status List 1.0 (Recommendation, May 2025). Compared property by property with the JSON Schemas of AchievementCredential
and Profile, in the last drafts that still built on credentials 1.1, with the section on serialization of 3.0, and with
section 2 of Bitstring Status List. The final schema, which builds on credentials 2.0, was not at hand; what it changed
(the contexts, ``validFrom``, ``validUntil``, which names are needed, the set around a proof) is as others describe it.

What Vakwerk has no use for, such as endorsements, stands here only by its name. Open Badges lets others add properties;
here a class is closed, since what is added means nothing to a verifier. JSON-LD may write a type or a proof without its
set; here a set is always one, as JSON must have it.
"""

from collections.abc import Mapping
from typing import Any, Final

from tests.standards.tables import Schema, table

CREDENTIALS: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

IDENTITIES: Final = """
    name sourcedId systemId productId userName accountId emailAddress nationalIdentityNumber isbn issn lisSourcedId
    oneRosterSourcedId sisSourcedId ltiContextId ltiDeploymentId ltiToolId ltiPlatformId ltiUserId identifier
"""
ACHIEVEMENTS: Final = """
    Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge BachelorDegree Certificate
    CertificateOfCompletion Certification CommunityService Competency Course CoCurricular Degree Diploma DoctoralDegree
    Fieldwork GeneralEducationDevelopment JourneymanCertificate LearningProgram License Membership
    ProfessionalDoctorate QualityAssuranceCredential MasterCertificate MasterDegree MicroCredential ResearchDoctorate
    SecondarySchoolDiploma
"""


def _with(*names: str) -> Schema:
    """Demand that a set holds these."""
    return {"allOf": [{"contains": {"const": name}} for name in names]}


def _first(*addresses: str) -> Schema:
    """Demand that an ordered set begins with these."""
    return {
        "items": [{"const": address} for address in addresses],
        "additionalItems": {"type": ["string", "object"]},
        "minItems": len(addresses),
    }


def _one_of(words: str) -> Schema:
    """Demand a word of a list that others may extend with ``ext:``."""
    return {"anyOf": [{"enum": words.split()}, {"pattern": "^ext:[A-Za-z0-9._-]+$"}]}


_OTHER: Final[Mapping[str, Any]] = {"type": ["string", "object"]}

TABLES: Final[Mapping[str, Schema]] = {
    "Other": _OTHER,
    "Credential": table(
        """
        @context           Other               [1..*]
        id                 Uri                 [0..1]
        type               Text                [1..*]
        issuer             Issuer              [1]
        validFrom          Moment              [0..1]
        validUntil         Moment              [0..1]
        credentialSubject  Map                 [1]
        proof              Proof               [0..*]
        """,
        is_open=True,
        type=_with("VerifiableCredential"),
        **{"@context": _first(CREDENTIALS)},
    ),
    "AchievementCredential": table(
        """
        @context           Other               [1..*]
        id                 Uri                 [1]
        type               Text                [1..*]
        name               Text                [0..1]
        description        Text                [0..1]
        image              Image               [0..1]
        awardedDate        Moment              [0..1]
        credentialSubject  AchievementSubject  [1]
        endorsement        Other               [0..*]
        endorsementJwt     Jws                 [0..*]
        issuer             Issuer              [1]
        validFrom          Moment              [1]
        validUntil         Moment              [0..1]
        proof              Proof               [0..*]
        credentialSchema   Other               [0..*]
        credentialStatus   CredentialStatus    [0..1]
        refreshService     Other               [0..1]
        termsOfUse         Other               [0..*]
        evidence           Other               [0..*]
        """,
        type={
            **_with("VerifiableCredential"),
            "anyOf": [_with("OpenBadgeCredential"), _with("AchievementCredential")],
        },
        **{"@context": _first(CREDENTIALS, OPEN_BADGES)},
    ),
    "AchievementSubject": {
        **table(
            """
            id                 Uri             [0..1]
            type               Text            [1..*]
            activityEndDate    Moment          [0..1]
            activityStartDate  Moment          [0..1]
            creditsEarned      Float           [0..1]
            achievement        Achievement     [1]
            identifier         IdentityObject  [0..*]
            image              Image           [0..1]
            licenseNumber      Text            [0..1]
            narrative          Text            [0..1]
            result             Other           [0..*]
            role               Text            [0..1]
            source             Profile         [0..1]
            term               Text            [0..1]
            """,
            type=_with("AchievementSubject"),
        ),
        "anyOf": [
            {"required": ["id"]},
            {"required": ["identifier"], "properties": {"identifier": {"minItems": 1}}},
        ],
    },
    "Achievement": table(
        """
        id                 Uri              [1]
        type               Text             [1..*]
        alignment          Other            [0..*]
        achievementType    AchievementType  [0..1]
        creator            Profile          [0..1]
        creditsAvailable   Float            [0..1]
        criteria           Criteria         [1]
        description        Text             [1]
        endorsement        Other            [0..*]
        endorsementJwt     Jws              [0..*]
        fieldOfStudy       Text             [0..1]
        humanCode          Text             [0..1]
        image              Image            [0..1]
        inLanguage         LanguageCode     [0..1]
        name               Text             [1]
        otherIdentifier    Other            [0..*]
        related            Other            [0..*]
        resultDescription  Other            [0..*]
        specialization     Text             [0..1]
        tag                Text             [0..*]
        version            Text             [0..1]
        """,
        type=_with("Achievement"),
    ),
    "AchievementType": {"type": "string", **_one_of(ACHIEVEMENTS)},
    "Criteria": table(
        """
        id         Uri   [0..1]
        narrative  Text  [0..1]
        """
    ),
    "IdentityObject": {
        **table(
            """
            type          Text          [1]
            hashed        Boolean       [1]
            identityHash  Text          [1]
            identityType  IdentityType  [1]
            salt          Text          [0..1]
            """,
            type={"const": "IdentityObject"},
        ),
        "if": {"properties": {"hashed": {"const": True}}},
        "then": {
            "properties": {"identityHash": {"pattern": r"^(md5\$[0-9A-Fa-f]{32}|sha256\$[0-9A-Fa-f]{64})$"}}
        },
    },
    "IdentityType": {"type": "string", **_one_of(IDENTITIES)},
    "Image": table(
        """
        id       Uri   [1]
        type     Text  [1]
        caption  Text  [0..1]
        """,
        type={"const": "Image"},
    ),
    "Issuer": {"anyOf": [{"type": "string", "pattern": r"^[a-z]+:\S+$"}, {"$ref": "#/$defs/Profile"}]},
    "Profile": table(
        """
        @context          Other    [0..*]
        id                Uri      [1]
        type              Text     [1..*]
        name              Text     [0..1]
        url               Uri      [0..1]
        phone             Text     [0..1]
        description       Text     [0..1]
        endorsement       Other    [0..*]
        endorsementJwt    Jws      [0..*]
        image             Image    [0..1]
        email             Email    [0..1]
        address           Other    [0..1]
        otherIdentifier   Other    [0..*]
        official          Text     [0..1]
        parentOrg         Profile  [0..1]
        familyName        Text     [0..1]
        givenName         Text     [0..1]
        additionalName    Text     [0..1]
        patronymicName    Text     [0..1]
        honorificPrefix   Text     [0..1]
        honorificSuffix   Text     [0..1]
        familyNamePrefix  Text     [0..1]
        dateOfBirth       Day      [0..1]
        """,
        type=_with("Profile"),
    ),
    "PublishedProfile": {
        "allOf": [{"$ref": "#/$defs/Profile"}],
        # A document on its own means something only with the words it is written in.
        "required": ["@context"],
        "properties": {"@context": _first(CREDENTIALS, OPEN_BADGES)},
    },
    "CredentialStatus": table(
        """
        id                    Uri      [1]
        type                  Text     [1]
        statusPurpose         Text     [1]
        statusListIndex       Text     [1]
        statusListCredential  Uri      [1]
        statusSize            Integer  [0..1]
        statusMessage         Map      [0..*]
        statusReference       Other    [0..1]
        """,
        type={"const": "BitstringStatusListEntry"},
        statusListIndex={"pattern": "^(0|[1-9][0-9]*)$"},
        statusSize={"minimum": 1},
    ),
    "Proof": table(
        """
        type                Text    [1]
        created             Moment  [0..1]
        cryptosuite         Text    [0..1]
        challenge           Text    [0..1]
        domain              Text    [0..1]
        nonce               Text    [0..1]
        proofPurpose        Text    [0..1]
        proofValue          Text    [0..1]
        verificationMethod  Uri     [0..1]
        """,
        type={"const": "DataIntegrityProof"},
        proofPurpose={"const": "assertionMethod"},
        proofValue={"pattern": "^z[1-9A-HJ-NP-Za-km-z]+$"},
    ),
    "StatusListCredential": {
        "allOf": [{"$ref": "#/$defs/Credential"}],
        "properties": {
            "type": _with("BitstringStatusListCredential"),
            "credentialSubject": {"$ref": "#/$defs/StatusList"},
        },
        "required": ["proof"],
    },
    "StatusList": table(
        """
        id             Uri       [0..1]
        type           Text      [1]
        statusPurpose  Purposes  [1]
        encodedList    Text      [1]
        ttl            Integer   [0..1]
        """,
        type={"const": "BitstringStatusList"},
        encodedList={"pattern": "^u[A-Za-z0-9_-]+$"},
    ),
    "Purposes": {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
    },
}
