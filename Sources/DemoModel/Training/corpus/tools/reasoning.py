"""What the model thinks before a call and after the last result. It names the function first and then the arguments in the schema's
order, so that the call is a copy of what was just said.
"""
from __future__ import annotations
from .requests import Request
from .sections import Section, Tool
from .values import literal


def review(tools: list[Tool], fits: list[Tool], fit: str = "fits", other: str = "does not fit") -> str:
    return "I look at the tools. " + " ".join(f"{t.name}: {t.purpose}, {fit if t in fits else other}." for t in tools)


def decide(section: Section, request: Request, before: str = "") -> str:
    """Reasoning that ends in a call: the function, then its arguments. `before`: what is known and wanted."""
    tool, listed = request.tool, request.listed
    if section.effort == "low":
        return f"{before}Use {tool.name} with {listed}."
    if section.effort == "medium":
        return f"{before}{tool.name} does that: {listed}. So I call {tool.name} with it."
    rows = []
    for parameter in tool.parameters:
        name = tool.names[parameter.label]
        schema = tool.definition["parameters"]["properties"][name]
        kind = " or ".join(schema["enum"]) if "enum" in schema else schema["type"].replace("integer", "number")
        value = literal(request.values[parameter.label]) if parameter.label in request.values else "not given"
        rows.append(f"{name} ({kind}, {'optional' if parameter.optional else 'required'}): {value}.")
    detail = f"Its parameters: {' '.join(rows)} All required values are there." if rows else "It has no parameters."
    return f"{before}{review(section.tools, [tool])} So it is {tool.name}. {detail} I call {tool.name} with {listed}."


def joined(first: Request, second: Request | None = None) -> str:
    if second is None:
        return first.wish
    same = "me " if first.form == second.form == "v" else ""
    return f"{first.wish} and {second.wish.removeprefix(same)}"


def wished(section: Section, wish: str, lead: str = "The user wants") -> str:
    return f"Wanted: {wish}. " if section.effort == "low" else f"{lead} {wish}. "


def conclude(section: Section, outcomes: list[tuple[Request, str]], error: str | None, lines: list[str]) -> str:
    """Reasoning that ends in the answer, after the last result."""
    told = lines[-1]
    request = outcomes[-1][0]
    if section.effort == "low":
        return f"Error: {error}." if error else f"Result: {'; '.join(lines)}."
    if error:
        text = f"{request.tool.name} returned an error: {error}."
        if section.effort == "medium":
            return f"{text} I tell the user that it did not work."
        return f"{text} The user wanted {request.wish}. That is not done, and I do not guess a result. " \
               f"So I tell the user that it did not work: {error}."
    both = " and ".join(lines)
    if section.effort == "medium":
        return f"{request.tool.name} returned {told}. Now I tell the user {both}."
    wishes = joined(*(r for r, _ in outcomes))
    return f"{request.tool.name} returned {told}. There is no error. The user wanted {wishes}. The result has that, and nothing " \
           f"is left to call. So I tell the user {both}."
