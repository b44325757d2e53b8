"""What people do with evidence. Each function is one transaction."""

from vakwerk.craft.evidence.operations.files import add_file, remove_file
from vakwerk.craft.evidence.operations.responses import (
    ask_response,
    decline,
    erase_response,
    respond,
    take_back_response,
)
from vakwerk.craft.evidence.operations.sending import submit, withdraw
from vakwerk.craft.evidence.operations.sharing import share, stop_sharing
from vakwerk.craft.evidence.operations.writing import Texts, carry_over, change, delete, write

__all__ = [
    "Texts",
    "add_file",
    "ask_response",
    "carry_over",
    "change",
    "decline",
    "delete",
    "erase_response",
    "remove_file",
    "respond",
    "share",
    "stop_sharing",
    "submit",
    "take_back_response",
    "withdraw",
    "write",
]
