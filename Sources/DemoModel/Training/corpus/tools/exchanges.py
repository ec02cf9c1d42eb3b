"""What users say and how the model goes about it: one call, two of them, none."""
from __future__ import annotations
import json
import random
import re

from ..conversation import Call, Exchange, Step
from ..toolbox import talk
from ..words import allowed
from .archetypes import KNOWN, OF_SPLIT
from .inventions import invented
from .reasoning import conclude, decide, joined, review, wished
from .requests import Request, chosen, draw_request, draw_values, frame_for, utter
from .results import draw_result
from .sections import Section, Tool, bind
from .values import Values, literal


def _preamble(rng: random.Random, section: Section, request: Request, again: bool = False) -> str | None:
    if not section.speaks and rng.random() >= 0.01:
        return None
    if again:
        return f"I will do the same with {request.tool.name}."
    if request.form == "q":
        return "I will look that up."
    return f"I will {request.promised}." if request.form == "v" else f"Let me look up {request.promised}."


def single(rng: random.Random, section: Section, request: Request, user: str, values: Values, fails: float = 0.08,
           again: str | None = None) -> Exchange:
    wish = wished(section, f"the same for {again}" if again else request.wish)
    preamble = _preamble(rng, section, request, again is not None)
    call = Call(request.tool.name, request.arguments)
    error = None
    if rng.random() < fails:
        error = rng.choice(allowed(talk.ERRORS, section.split, 0.2))
        call.result, answer, told = json.dumps({"error": error}), f"That did not work: {error}.", error
        request.facts = [error]
    else:
        call.result, answer, told = draw_result(rng, values, request)
    first = Step(decide(section, request, wish), call=call, preamble=preamble)
    return Exchange(user, [first, Step(conclude(section, [(request, told)], error, [told]), final=answer)])


def two(rng: random.Random, section: Section, values: Values, tool: Tool) -> tuple[Exchange, list[Request]]:
    """Two calls: of the same tool for two values, or of two tools."""
    main = tool.archetype.main
    others = [other for other in section.tools if other is not tool]
    if main and (not others or rng.random() < 0.45):
        form, core = rng.choice([ask for ask in tool.archetype.asks if ask[0] != "p:"])
        core = chosen(rng, core)
        first, second = draw_values(rng, values, tool, True), draw_values(rng, values, tool, True)
        while first[main.label] == second[main.label]:
            second = draw_values(rng, values, tool, True)
        a, b = (draw_request(rng, values, tool, given=(f"{form} {core}", given)) for given in (first, second))
        linked = re.search(r"\b(in|for|of|to|at|from|about|with) \{%s\}" % main.label, core)
        joint = f"{{0}} and {linked[1] if linked and rng.random() < 0.4 else ''} {{1}}".replace("  ", " ")
        both = core.replace(f"{{{main.label}}}", joint.format(literal(first[main.label]), literal(second[main.label])))
        for clause in (main.clauses if f"{{{main.label}}}" not in core else []):
            both += clause.replace(f"{{{main.label}}}", joint.format(literal(first[main.label]), literal(second[main.label])))
        user = utter(rng, frame_for(rng, section.split, form),
                      Request(tool, first, form, both.format(**first), "", "", core.startswith("{")))
    else:
        a = draw_request(rng, values, tool, order=True)
        b = draw_request(rng, values, rng.choice(others or [tool]), order=True)
        user = utter(rng, frame_for(rng, section.split, "two"), a, b)
    steps, lines, before = [], [], wished(section, joined(a, b))
    for number, request in enumerate((a, b)):
        call = Call(request.tool.name, request.arguments)
        steps.append(Step(decide(section, request, before), call=call, preamble=_preamble(rng, section, request)))
        call.result, answer, told = draw_result(rng, values, request)
        lines.append((told, answer))
        if number == 0:
            returned = f"{request.tool.name} returned {told}."
            before = {
                "low": f"Result: {told}. Wanted: {b.wish}. ",
                "medium": f"{returned} Next the user wants {b.wish}. ",
                "high": f"{returned} There is no error. The user wanted {a.wish}, which is done, and {b.wish}, which comes next. ",
            }[section.effort]
    told = [line for line, _ in lines]
    outcomes = list(zip((a, b), told))
    steps.append(Step(conclude(section, outcomes, None, told), final=" ".join(answer for _, answer in lines)))
    return Exchange(user, steps), [a, b]


def no_fit(rng: random.Random, section: Section, values: Values) -> Exchange:
    groups = [tool.archetype.group for tool in section.tools]
    invents = any(tool.archetype.key not in KNOWN for tool in section.tools)
    while True:
        stranger = invented(rng, section.split) if invents and rng.random() < 0.7 else rng.choice(OF_SPLIT[section.split])
        if stranger.group not in groups:
            break
    request = draw_request(rng, values, bind(rng, stranger, True))
    user = utter(rng, frame_for(rng, section.split, request.form), request)
    analysis = {
        "low": f"Wanted: {request.wish}. No tool fits.",
        "medium": f"The user wants {request.wish}. None of the tools does that, so I say so.",
        "high": f"The user wants {request.wish}. {review(section.tools, [])} So none of the tools does what the user wants. "
                "I do not call any of them and say so.",
    }[section.effort]
    return Exchange(user, [Step(analysis, final="None of my tools can do that.")])


def simple(rng: random.Random, section: Section) -> Exchange:
    what, answer, users = rng.choice(talk.SIMPLE)
    user = rng.choice(allowed(users, section.split, 0.2))
    low, how = "No tool needed.", "and answer"
    if answer is None:
        names = [tool.name for tool in section.tools]
        listed = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
        answer, low, how = f"I can use {listed}.", f"Name the tools: {listed}.", f"and name my tools: {listed}"
    analysis = {
        "low": low,
        "medium": f"The user {what}. I need no tool for that {how}.",
        "high": f"The user {what}. {review(section.tools, [], other='not needed')} So no call is needed here. "
                f"I answer the user directly {how.replace('and answer', 'in a short sentence')}.",
    }[section.effort]
    return Exchange(user, [Step(analysis, final=answer)])


def again(rng: random.Random, section: Section, values: Values, tool: Tool) -> tuple[list[Exchange], Request]:
    """A finished call, and the same for another value."""
    main = tool.archetype.main
    first = draw_request(rng, values, tool, plain=True)
    second = draw_request(rng, values, tool, plain=True)
    while second.values == first.values:
        second = draw_request(rng, values, tool, plain=True)
    history = single(rng, section, first, utter(rng, frame_for(rng, section.split, first.form), first), values, 0.03)
    value = literal(second.values[main.label])
    frame = frame_for(rng, section.split, "again")
    linked = re.search(r"\b(in|from|to|about) \{%s\}" % main.label, " ".join(core for _, core in tool.archetype.asks))
    if linked and " for " in frame and rng.random() < 0.5:
        frame = frame.replace(" for ", f" {linked[1]} ")
    second.said = value
    second.opens = True
    second.form, second.told = "n", f"the same for {value}"
    return [history, single(rng, section, second, utter(rng, frame, second), values, again=value)], second
