"""What can be asked."""
from __future__ import annotations
from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    short: str
    """In three words at most; in two where it is asked in Korean."""
    asks: str
    """What the user does: "asks what channels are"."""
    points: str
    answer: str
    phrases: list[str]
    """The first two are never held out: they are what people ask."""
    social: bool = False
    korean: bool = False


@dataclass(frozen=True)
class Field:
    """Questions of one kind that the model does not answer: templates times nouns, {y} from a list that is not split."""
    wants: str
    templates: list[str]
    nouns: list[str]
    others: tuple[str, ...] = ("",)
