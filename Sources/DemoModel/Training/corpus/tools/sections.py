"""The tools section of a prompt: what functions a model has, and what they are called there."""
from __future__ import annotations
import random
import re
from dataclasses import dataclass

from ..conversation import EFFORTS
from ..toolbox import talk
from ..words import allowed
from .archetypes import ARCHETYPES, OF_SPLIT, Archetype, Parameter
from .inventions import invented
from .values import BOOLEANS, RANGE

_WEATHER = next(archetype for archetype in ARCHETYPES if archetype.key == "weather.now")


def camel_case(name: str) -> str:
    return re.sub(r"_(\w)", lambda match: match[1].upper(), name)


@dataclass
class Tool:
    """An archetype with the names of one section."""
    archetype: Archetype
    name: str
    description: str
    parameters: list[Parameter]
    names: dict[str, str]
    camel: bool
    definition: dict

    @property
    def purpose(self) -> str:
        """The description as reasoning tells it."""
        return self.description[:1].lower() + self.description[1:] if self.description else "no description"


def bind(rng: random.Random, archetype: Archetype, brief: bool) -> Tool:
    camel = rng.random() < 0.3
    name = rng.choice(archetype.names)
    if rng.random() < 0.17:
        code = f"{rng.choice('abcdefghjkmnpqrstvwxyz')}{rng.randint(1, 9)}"
        name = rng.choice(("{0}_v{2}", "{0}_{1}", "my_{0}", "api_{0}", "do_{0}", "{0}_tool", "{0}_fn")).format(name, code, code[1])
    name = camel_case(name) if camel else name
    parameters = list(archetype.parameters)
    if rng.random() < 0.25:
        rng.shuffle(parameters)
    names: dict[str, str] = {}
    described = rng.random() < (0.15 if brief else 0.5)
    properties = {}
    for parameter in parameters:
        options = [option for option in parameter.names if option not in names.values()] or [parameter.label + "_2"]
        chosen = options[0] if rng.random() < 0.4 else rng.choice(options)
        names[parameter.label] = chosen = camel_case(chosen) if camel else chosen
        schema: dict = {"type": "string"}
        if parameter.kind in BOOLEANS:
            schema["type"] = "boolean"
        elif "/" in parameter.kind:
            schema["enum"] = parameter.kind.split("/")
        elif RANGE.fullmatch(parameter.kind):
            schema["type"] = "number" if "." in parameter.kind or rng.random() < 0.3 else "integer"
        if described:
            schema["description"] = rng.choice(parameter.descriptions)
        properties[chosen] = schema
    description = rng.choice(archetype.descriptions) if rng.random() < 0.95 else ""
    if description and rng.random() < 0.2:
        description += "."
    definition: dict = {"name": name, "description": description}
    if properties:
        required = [names[parameter.label] for parameter in parameters if not parameter.optional]
        definition["parameters"] = {"type": "object", "properties": properties, "required": required}
    return Tool(archetype, name, description.rstrip("."), parameters, names, camel, definition)


@dataclass
class Section:
    """What the conversations of a document share."""
    split: str
    effort: str
    instructions: str | None
    speaks: bool
    tools: list[Tool]


def draw_section(rng: random.Random, split: str, effort: str | None = None) -> Section:
    count = rng.choices((1, 2, 3, 4), (25, 35, 25, 15))[0]
    share = rng.choices((1.0, 0.0, 0.5), (45, 40, 15))[0]
    chosen: list[Archetype] = []
    while len(chosen) < count:
        if rng.random() < share:
            sibling = chosen[-1] if chosen and share == 1 and rng.random() < 0.2 else None
            if sibling and sum(other.group == sibling.group for other in chosen) == 1:
                candidate = invented(rng, split, sibling.noun, sibling.fields[0][0] != "status")
                chosen.append(candidate)
                continue
            candidate = invented(rng, split)
        else:
            candidate = _WEATHER if split == "train" and rng.random() < 0.05 else rng.choice(OF_SPLIT[split])
        if candidate.group not in [other.group for other in chosen]:
            chosen.append(candidate)
    rng.shuffle(chosen)
    tools: list[Tool] = []
    while len(tools) < count:
        tool = bind(rng, chosen[len(tools)], count > 2)
        if tool.name not in [other.name for other in tools]:
            tools.append(tool)
    speaks = rng.random() < 0.17
    instructions = rng.choice(allowed(talk.SPEAK_FIRST, split, 0.2)) if speaks else None
    if rng.random() < 0.2:
        other = rng.choice(allowed(talk.OTHER_INSTRUCTIONS, split, 0.2))
        instructions = f"{other} {instructions}" if instructions else other
    return Section(split, effort or rng.choice(EFFORTS), instructions, speaks, tools)
