"""What is a finding? One thing that ``vakwerk check`` looked at, how it stands, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How a thing stands."""

    WELL = "well"
    REMARK = "think about"
    WRONG = "mend"


@dataclass(frozen=True)
class Finding:
    """One thing looked at. ``advice`` is empty when all is well."""

    grade: Grade
    subject: str
    fact: str
    advice: str = ""

    def __str__(self) -> str:
        line = f"{self.grade:<12} {self.subject}: {self.fact}"
        return f"{line}\n{'':<12} → {self.advice}" if self.advice else line

    def as_dict(self) -> dict[str, str]:
        """Return it for JSON."""
        return {"grade": self.grade, "subject": self.subject, "fact": self.fact, "advice": self.advice}


def judge(
    *, well: bool, subject: str, fact: str, otherwise: str, advice: str, grade: Grade = Grade.WRONG
) -> Finding:
    """Return ``fact`` when all is well, and ``otherwise`` with ``advice`` when it is not."""
    return Finding(Grade.WELL, subject, fact) if well else Finding(grade, subject, otherwise, advice)
