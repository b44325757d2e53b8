"""What does the knowledge room keep? Sources from inside and outside, what they mean here, and what is said."""

from vakwerk.knowledge.models.conversation import Mention, Post, PostReport, PostVersion
from vakwerk.knowledge.models.exchange import SourceImport
from vakwerk.knowledge.models.sources import ListEntry, LocalContext, Side, Source, SourceWord
from vakwerk.knowledge.models.vocabulary import Development, GovernanceModel, PolicyField, SizeClass

__all__ = [
    "Development",
    "GovernanceModel",
    "ListEntry",
    "LocalContext",
    "Mention",
    "PolicyField",
    "Post",
    "PostReport",
    "PostVersion",
    "Side",
    "SizeClass",
    "Source",
    "SourceImport",
    "SourceWord",
]
