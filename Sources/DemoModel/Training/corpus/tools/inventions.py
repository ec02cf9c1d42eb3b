"""Functions that nobody has, invented on the spot: a verb, a noun and what it is about."""
from __future__ import annotations
import random
from dataclasses import dataclass

from .. import words
from ..toolbox import inventions as box
from ..words import held_out
from .archetypes import Archetype, Parameter


def _noun(rng: random.Random, split: str) -> str:
    noun = ""
    while not noun or held_out(noun) != (split == "held-out"):
        noun = words.made_up(rng, rng.choice((2, 2, 3))) if rng.random() < 0.3 else rng.choice(box.NOUNS).replace("-", " ")
    if rng.random() < 0.25 and " " not in noun:
        noun = f"{words.word(rng, split, 0.15)} {noun}"
    return noun


@dataclass
class _Idea:
    """What a function is about, before it has a name."""
    noun: str
    verb: str
    """As names have it: "lookup"."""
    acts: bool
    """Whether it does something; it asks otherwise."""
    sets: bool
    """Whether it gives something a new value."""
    kind: str
    names: str
    """The key's kind, and the names that its parameter may have."""
    about: str
    """What descriptions call the key."""
    keyed: bool
    """Whether it has a key at all."""
    link: str
    """"for" or "of", before the key."""

    @property
    def tail(self) -> str:
        """What comes after the noun in a user's words."""
        return f" {self.link} {{key}}" if self.keyed else ""

    @property
    def said(self) -> str:
        """The verb as it is said."""
        return self.verb.replace("lookup", "look up")

    @property
    def owned(self) -> bool:
        return self.keyed and self.kind == "name"


def _idea(rng: random.Random, noun: str, acts: bool | None) -> _Idea:
    if acts is None:
        acts = rng.random() < 0.45
    sets = acts and rng.random() < 0.2
    verb = rng.choice(box.SET_VERBS[:3] if sets else list(box.ACT_VERBS) if acts else box.READ_VERBS)
    _, kind, names, about = rng.choice(box.KEYS)
    keyed = rng.random() < 0.93
    return _Idea(noun, verb, acts, sets, kind, names, about, keyed, "for" if rng.random() < 0.8 else "of")


def _parameters(rng: random.Random, idea: _Idea) -> list[Parameter]:
    parameters = []
    if idea.keyed:
        told = [f"The {idea.about}", f"Which {idea.about}", f"{idea.about.capitalize()} that it is for"]
        parameters.append(Parameter("key", idea.kind, idea.names.split(), told))
    if idea.sets:
        value_names = ["value", "to", "new_value", "new", "amount", "setting"]
        value_kind = rng.choice(("2-999", "2-99", "word", "color", "2.5-99.5"))
        parameters.append(Parameter("value", value_kind, value_names, ["The new value", "What to set"], False, [" to {value}"]))
    for number in range(rng.choice((0, 0, 0, 1, 1, 2)) if idea.keyed else rng.choice((0, 1))):
        extra_names, description, extra_kind, said = rng.choice(box.EXTRAS)
        if extra_kind in [parameter.kind for parameter in parameters]:
            continue
        said = said.replace("{x}", f"{{extra{number}}}")
        parameters.append(Parameter(f"extra{number}", extra_kind, extra_names.split(), [description], rng.random() < 0.5,
                                    said.split("/") if extra_kind == "bool" else [said]))
    return parameters


def _names(idea: _Idea) -> list[str]:
    verb, word, last = idea.verb, idea.noun.replace(" ", "_"), idea.noun.split()[-1]
    names = [f"{verb}_{word}", f"{verb}_{word}", f"{verb}_{word}", f"{word}_{verb}", f"{verb}_the_{word}", f"{verb}_{last}"]
    return names + ([] if idea.acts else [word, f"{word}_info", f"{word}_by_{idea.about}" if idea.keyed else f"my_{word}"])


def _descriptions(idea: _Idea) -> list[str]:
    verb, noun = idea.said, idea.noun
    verbs = "looks up" if verb == "look up" else verb[:-1] + "ies" if verb.endswith("y") and verb != "buy" else \
        verb + ("es" if verb[-1] in "hsxz" else "s")
    whose = f" {idea.link} {_article(idea.about)} {idea.about}" if idea.keyed else ""
    descriptions = [f"{verb} the {noun}{whose}", f"{verb} the {noun}", f"{verbs} the {noun}{whose}",
                    f"use it to {verb} the {noun}{whose}", f"{verb} {noun}{whose}"] + ([] if idea.acts else [f"the {noun}{whose}"])
    return [text[0].upper() + text[1:] for text in descriptions]


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"


def _asks(rng: random.Random, idea: _Idea) -> list[tuple[str, str]]:
    verb, noun, tail = idea.said, idea.noun, idea.tail
    if idea.acts:
        return [("v", f"{verb} the {noun}{tail}")] + ([("v", f"{verb} {{key}}'s {noun}")] if idea.owned else [])
    others = [other for other in box.READ_WORDS if other.split()[0] != verb]
    asks = [("n", f"the {noun}{tail}"), ("v", f"{verb} the {noun}{tail}"), ("v", f"{rng.choice(others)} the {noun}{tail}"),
            ("q", f"what is the {noun}{tail}"), ("q", f"is there {_article(noun)} {noun}{tail}")]
    return asks + ([("n", f"{{key}}'s {noun}")] if idea.owned else [])


def _fields(rng: random.Random, idea: _Idea) -> list[tuple[str, str]]:
    if idea.acts:
        status = "ok/done" if rng.random() < 0.3 else "set/changed" if idea.sets else box.ACT_VERBS[idea.verb] + "/pending/done"
        return [("status", status)] + ([("id", "code")] if rng.random() < 0.3 else [])
    word = idea.noun.replace(" ", "_")
    field = (rng.choice((word, word, "value", "result", "answer")), rng.choice(box.FIELDS)[1])
    return [field] if rng.random() < 0.6 else rng.sample(box.FIELDS, 2)


def invented(rng: random.Random, split: str, noun: str | None = None, acts: bool | None = None) -> Archetype:
    """A function about the noun, or about any of the split; one that acts or one that asks, or either."""
    idea = _idea(rng, noun or _noun(rng, split), acts)
    parameters = _parameters(rng, idea)
    asks = _asks(rng, idea)
    fields = _fields(rng, idea)
    told = f"{{{fields[0][0]}}}" if len(fields) == 1 else ", ".join(f"{name} {{{name}}}" for name, _ in fields)
    answer = f"The {idea.noun}{' for {key}' if idea.keyed else ''}: {told}."
    return Archetype(f"{idea.noun}.{idea.said}", _names(idea), _descriptions(idea), parameters, asks, fields, answer)
