"""Which questions are learnt and which are kept for the evaluation.

What a subject is asked with is a list of phrases; a fifth of them is held out, in every spelling (see `_of_split`). Other questions are
templates times nouns, and the evaluation has templates and nouns of its own.
"""
from __future__ import annotations

from ..words import allowed, held_out
from .fields import ENGLISH, FOREIGN, KOREAN
from .questions import Field, Subject
from .subjects import SUBJECTS

HELD_OUT_PHRASES = 0.22


def _key(phrase: str) -> str:
    """What spellings of a phrase have in common, so that they are held out together."""
    return phrase.lower().strip("#?!. ").replace("'", "").replace(",", "")


def _of_split(items: list[str], split: str, kept: int = 2) -> list[str]:
    """What a split may use of a list: the first ones are always learnt, a share of the others never is."""
    learnt = {_key(item) for item in items[:kept]}
    return [item for item in items
            if (_key(item) not in learnt and held_out(_key(item), HELD_OUT_PHRASES)) == (split == "held-out")]


def _subjects(split: str, korean: bool) -> list[tuple[Subject, list[str]]]:
    return [(subject, _of_split(subject.phrases, split)) for subject in SUBJECTS if subject.korean == korean]


def _fields(fields: list[Field], split: str) -> list[tuple[Field, list[str], list[str]]]:
    """Fields with the templates and nouns of a split; one without any for the evaluation is left out there. Nouns are held out as
    everywhere in the corpus, since they are in other families too. A list of whole questions has no templates to hold out."""
    rows = []
    for field in fields:
        templates = field.templates if len(field.templates) == 1 else _of_split(field.templates, split)
        nouns = allowed(field.nouns, split)
        if templates and nouns:
            rows.append((field, templates, nouns))
    return rows


#: By split, then by what is asked and in which language.
OF_SPLIT = {
    split: {
        "english": _subjects(split, False), "korean": _subjects(split, True),
        "other english": _fields(ENGLISH, split), "other korean": _fields(KOREAN, split),
        "foreign": _fields(FOREIGN, split),
    } for split in ("train", "held-out")
}
