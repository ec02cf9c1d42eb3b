"""The functions that `toolbox.archetypes` describes."""
from __future__ import annotations
import re
from dataclasses import dataclass, field

from ..toolbox.archetypes import TEXT
from ..toolbox.labels import LABELS
from ..words import held_out
from .values import BOOLEANS


@dataclass
class Parameter:
    label: str
    kind: str
    names: list[str]
    descriptions: list[str]
    optional: bool = False
    clauses: list[str] = field(default_factory=list)
    """What the user says where the parameter is given, unless the wording has it: for true and for false where it is a boolean."""


@dataclass
class Archetype:
    """A function, whatever it is called."""
    key: str
    names: list[str]
    descriptions: list[str]
    parameters: list[Parameter]
    asks: list[tuple[str, str]]
    fields: list[tuple[str, str]]
    answer: str
    aliases: dict[str, list[str]] = field(default_factory=dict)
    """Names that a result's field may have, by the one that the answer knows."""

    @property
    def noun(self) -> str:
        return self.key.split(".")[0]

    @property
    def group(self) -> str:
        """What keeps "blue gear" and "gear" apart."""
        return self.noun.split()[-1]

    @property
    def main(self) -> Parameter | None:
        """The one required parameter, where a new value of it makes a new request ("and in Oslo?")."""
        required = [parameter for parameter in self.parameters if not parameter.optional]
        return required[0] if len(required) == 1 and required[0].kind not in BOOLEANS and "/" not in required[0].kind else None


def _parameter(text: str) -> Parameter:
    label, kind, optional, clauses = re.fullmatch(r"(\w+)(?::([^?(]+))?(\?)?(?:\((.*)\))?", text).groups()
    names, descriptions, usual = LABELS.get(label, (label, f"The {label.replace('_', ' ')}", kind))
    kind = kind or usual or label
    texts = (clauses.split("/") if kind in BOOLEANS else [clauses]) if clauses else []
    return Parameter(label, kind, names.split(), descriptions.split("|"), bool(optional), texts)


def _archetype(paragraph: str) -> Archetype:
    head, *rows = paragraph.strip().splitlines()
    key, *names = head[1:].split()
    result = Archetype(key, names, [], [], [], [], "")
    for row in rows:
        mark, _, text = row.partition(" ")
        if mark == "d":
            result.descriptions = text.split(" | ")
        elif mark == "p":
            result.parameters = [_parameter(part) for part in text.split(", ") if part]
        elif mark == "r":
            values, _, result.answer = text.partition(" -> ")
            for part in values.split():
                names_of, kind = part.split("=")
                result.fields.append((names_of.split("|")[0], kind))
                result.aliases[names_of.split("|")[0]] = names_of.split("|")
        else:
            result.asks += [(mark, core) for core in text.split(" | ")]
    return result


ARCHETYPES = [_archetype(paragraph) for paragraph in TEXT.split("\n\n")]
#: The keys of those that are not invented.
KNOWN = {archetype.key for archetype in ARCHETYPES}
OF_SPLIT = {split: [a for a in ARCHETYPES if held_out(a.key) == (split == "held-out")] for split in ("train", "held-out")}
