"""What users ask of tools, and in what words."""
from __future__ import annotations
import random
import re
from dataclasses import dataclass, field

from .. import wordings
from ..toolbox.talk import FRAMES
from ..words import held_out
from .sections import Tool
from .values import Values, literal, spoken


@dataclass
class Request:
    """What a user asks of a tool, in the user's words and in reasoning's."""
    tool: Tool
    values: dict
    form: str
    said: str
    told: str
    """The same in the third person."""
    promised: str
    """The same as the model says it to the user."""
    opens: bool
    """Whether a value comes first, whose letters must stay as they are."""
    facts: list[str] = field(default_factory=list)

    @property
    def arguments(self) -> dict:
        return {self.tool.names[p.label]: self.values[p.label] for p in self.tool.parameters if p.label in self.values}

    @property
    def listed(self) -> str:
        return ", ".join(f"{name} {literal(value)}" for name, value in self.arguments.items()) or "no arguments"

    @property
    def wish(self) -> str:
        return {"v": "me to ", "q": "to know: "}.get(self.form, "") + self.told


def _person(text: str, me: str, my: str, i: str) -> str:
    """A wording with another person, outside the braces."""
    text = re.sub(r"\bme\b", me, text)
    return re.sub(r"\bI\b", i, re.sub(r"\bmy\b", my, text))


def _as_order(form: str, text: str) -> str:
    return text if form == "v" else f"tell me {text}"


def chosen(rng: random.Random, core: str) -> str:
    """A wording with one of each of its choices `(a/b)`."""
    return re.sub(r"\(([^()]*)\)", lambda match: rng.choice(match[1].split("/")), core).replace("  ", " ").strip()


def draw_values(rng: random.Random, values: Values, tool: Tool, plain: bool) -> dict:
    result: dict = {}
    for parameter in tool.archetype.parameters:
        if parameter.optional and (plain or rng.random() < 0.6):
            continue
        while True:
            value = values.draw(parameter.kind)
            if parameter.kind == "bool" and not value and len(parameter.clauses) < 2:
                value = True
            if isinstance(value, bool) or literal(value).lower() not in [literal(other).lower() for other in result.values()]:
                break
        result[parameter.label] = value
    return result


def draw_request(rng: random.Random, values: Values, tool: Tool, order: bool = False, given: tuple[str, dict] | None = None,
                 plain: bool = False) -> Request:
    """A request; as an order where `order`; with the same wording as another where its (form and wording, values) are `given`."""
    archetype = tool.archetype
    arguments = given[1] if given else draw_values(rng, values, tool, plain)
    if given:
        form, core = given[0].split(" ", 1)
    else:
        form, core = rng.choice([ask for ask in archetype.asks if not (order and ask[0] == "q")])
        core = chosen(rng, core)
        for parameter in archetype.parameters:
            if parameter.label in arguments and parameter.clauses:
                core += parameter.clauses[0 if arguments[parameter.label] is not False or parameter.kind == "onoff" else 1]
        if order:
            form, core = "v", _as_order(form, core)
    texts = {label: spoken(value) for label, value in arguments.items()}
    said = dict(texts)
    for parameter in archetype.parameters:
        if parameter.kind in ("phrase", "title", "madeup2", "problem", "item") and parameter.label in said and rng.random() < 0.08:
            said[parameter.label] = rng.choice(('"{}"', "'{}'")).format(texts[parameter.label])
    promised = _person(core, "you", "your", "you")
    return Request(tool, arguments, form, core.format(**said), _person(core, "them", "their", "they").format(**texts),
                   promised.format(**texts), core.startswith("{"))


def utter(rng: random.Random, frame: str, *requests: Request) -> str:
    text = frame.format(*(request.said for request in requests))
    keeps = frame.startswith("{}") and requests and requests[0].opens
    if rng.random() < 0.2:
        text = text.rstrip(".?!")
        return text if keeps else text[:1].lower() + text[1:]
    if text[-1] not in ".?!":
        text += "?" if requests and requests[0].form == "q" or re.match("(?:can|could|will|would|what|do) ", frame) else "."
    return text if keeps else text[:1].upper() + text[1:]


def frame_for(rng: random.Random, split: str, form: str) -> str:
    if form not in FRAMES:
        return wordings.frame(rng, split, form[0])
    while True:
        frame = wordings.expand(rng, rng.choice(FRAMES[form]))
        if held_out(frame, 0.2) == (split == "held-out"):
            return frame
