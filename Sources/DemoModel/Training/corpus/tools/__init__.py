"""Function tools that the model has never seen: it finds the right one in the tools section, copies the arguments from the user's
words, waits for the result and answers from it.

Every function is an `Archetype`: one of the toolbox's or one invented on the spot. A `Section` binds some of them to names,
descriptions and schemas; conversations of a document share it.
"""
from __future__ import annotations
import random

from ..conversation import Conversation, Exchange
from .exchanges import again, no_fit, simple, single, two
from .requests import Request, draw_request, frame_for, utter
from .results import Facts
from .sections import Section, Tool, draw_section
from .values import Values


def _converse(rng: random.Random, section: Section, kind: str, tool: Tool) -> Conversation:
    values = Values(rng, section.split, rng.random() < 0.08)
    facts: list[Request] = []
    exchanges: list[Exchange] = []
    if kind == "none":
        exchanges = [no_fit(rng, section, values)]
    elif kind == "simple":
        exchanges = [simple(rng, section)]
    elif kind == "two" and (len(section.tools) > 1 or tool.archetype.main):
        exchange, facts = two(rng, section, values, tool)
        exchanges = [exchange]
    elif kind == "again" and tool.archetype.main:
        exchanges, request = again(rng, section, values, tool)
        facts = [request]
    else:
        if kind in ("again", "history"):
            other = draw_request(rng, values, rng.choice(section.tools))
            exchanges = [simple(rng, section) if rng.random() < 0.4 else
                         single(rng, section, other, utter(rng, frame_for(rng, section.split, other.form), other), values)]
        request = draw_request(rng, values, tool)
        exchanges.append(single(rng, section, request, utter(rng, frame_for(rng, section.split, request.form), request), values))
        facts = [request]
    check = Facts([fact for request in facts for fact in request.facts]) if facts else None
    definitions = [tool.definition for tool in section.tools]
    return Conversation(section.effort, exchanges, section.instructions, definitions, check, "tools")


KINDS = {"single": 58, "none": 11, "simple": 7, "two": 14, "again": 6, "history": 4}


def documents(rng: random.Random, split: str, effort: str | None = None) -> list[Conversation]:
    """Four to seven conversations with the same effort, instructions and tools: a training document shares their prefix."""
    section = draw_section(rng, split, effort)
    kinds: list[str] = []
    for _ in range(rng.choice((4, 5, 6, 7))):
        kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
        kinds.append("single" if kind == "simple" and kind in kinds else kind)
    order = rng.sample(section.tools, len(section.tools))
    return [_converse(rng, section, kind, order[number % len(order)]) for number, kind in enumerate(kinds)]


def sample(rng: random.Random, split: str) -> Conversation:
    """One conversation about one section of tools."""
    section = draw_section(rng, split)
    return _converse(rng, section, rng.choices(list(KINDS), list(KINDS.values()))[0], rng.choice(section.tools))
