"""What clients send back, and what is to be in the answer."""
from __future__ import annotations
import json
import random
import re
from dataclasses import dataclass

from .. import words
from .requests import Request
from .sections import camel_case
from .values import Values, literal, spoken


@dataclass
class Facts:
    """Whether an answer has all the facts of the results."""
    facts: list[str]

    def __call__(self, answer: str) -> bool:
        return all(re.search(rf"(?<!\w){re.escape(fact)}(?!\w)", answer, re.IGNORECASE) for fact in self.facts)


def draw_result(rng: random.Random, values: Values, request: Request) -> tuple[str, str, str]:
    """The client's result, the answer from it, and the facts as reasoning lists them."""
    tool, archetype = request.tool, request.tool.archetype
    drawn: dict = {}
    for name, kind in archetype.fields:
        for _ in range(8):
            drawn[name] = values.draw(kind)
            known = list(request.values.values()) + [value for other, value in drawn.items() if other != name]
            if drawn[name] not in known:
                break
    written = {name: rng.choice(archetype.aliases.get(name, [name])) for name in drawn}
    names = {name: camel_case(other) if tool.camel else other for name, other in written.items()}
    texts = {label: spoken(value) for label, value in request.values.items()}
    answer = archetype.answer.format(**texts | {name: literal(value) for name, value in drawn.items()})
    request.facts = [literal(value) for value in drawn.values()]
    told = ", ".join(request.facts if len(drawn) == 1 else (f"{names[name]} {literal(value)}" for name, value in drawn.items()))
    style = rng.random()
    if style < 0.06:
        return answer, answer, answer.rstrip(".")
    if style < 0.1:
        return ", ".join(request.facts), answer, ", ".join(request.facts)
    body: dict = {names[name]: value for name, value in drawn.items()}
    if style < 0.2:
        body = {rng.choice(("result", "data", "response", "output", "current", "value")): body}
    if rng.random() < 0.35:
        body = _surrounded(rng, body, request.arguments)
    return json.dumps(body, ensure_ascii=False, separators=rng.choice(((",", ":"), (", ", ": ")))), answer, told


def _surrounded(rng: random.Random, body: dict, arguments: dict) -> dict:
    """A result among what does not matter: the arguments once more, and what servers write into everything."""
    others = {**arguments, "ok": True, "success": True, "source": rng.choice(words.WORDS), "request_id": rng.randint(10, 9999),
              "updated_at": f"{rng.randint(0, 23)}:{rng.randint(0, 59):02}", "cached": rng.random() < 0.5, "error": None}
    picked = [item for item in rng.sample(list(others.items()), rng.randint(1, 2)) if item[0] not in body]
    rows = list(body.items())
    for item in picked:
        rows.insert(rng.randint(0, len(rows)), item)
    return dict(rows)
