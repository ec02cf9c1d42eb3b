"""Function tools that the model has never seen: it finds the right one in the tools section, copies the arguments from the user's
words, waits for the result and answers from it.

Every function is an `Archetype`: one of `toolbox.ARCHETYPES` or one invented on the spot. A `Section` binds some of them to names,
descriptions and schemas; conversations of a document share it. Reasoning always names the function first and then the arguments in
the schema's order, so that the call is a copy of what was just said.
"""
from __future__ import annotations
import json
import random
import re
from dataclasses import dataclass, field
from . import toolbox as box
from . import words
from .conversation import EFFORTS, Call, Conversation, Exchange, Step
from .wordings import expand, frame as wordings_frame
from .words import allowed, held_out

# -- Values ----------------------------------------------------------------------------------------------------------------

RANGE = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")
BOOLEANS = {"bool": (True, False), "onoff": (True, False)}
_POOLS = {(key, split): allowed(items, split, 0.2) for key, items in box.POOLS.items() for split in ("train", "held-out")}
_ORDINARY_NAMES, _ORDINARY_CITIES = words.NAMES + box.MORE_NAMES, words.CITIES + box.MORE_CITIES


class Values:
    """Draws values of a split. `lower`: a user who writes names in lower case."""

    def __init__(self, rng: random.Random, split: str, lower: bool = False):
        self.rng, self.split, self.lower = rng, split, lower

    def _make(self, kind: str) -> str:
        rng, pick = self.rng, self.rng.choice
        made_up = rng.random() < 0.4
        if kind == "name":
            first = words.made_up(rng).capitalize() if made_up else pick(_ORDINARY_NAMES)
            return f"{first} {pick(box.SURNAMES)}" if rng.random() < 0.3 else first
        if kind == "city":
            place = words.made_up(rng).capitalize() if made_up else pick(_ORDINARY_CITIES)
            return pick(["New ", "Port ", "San ", "East ", "Old ", "Fort "]) + place if rng.random() < 0.12 else place
        if kind == "madeupname":
            return words.made_up(rng, pick((2, 3))).capitalize()
        if kind == "madeup2":
            return " ".join(words.made_up(rng, pick((1, 2))) for _ in range(pick((2, 2, 3))))
        if kind == "word":
            return words.made_up(rng) if made_up else pick(words.WORDS)
        if kind in ("code", "digits"):
            letters, digits = "ABCDEFGHJKLMNPQRSTUVWXYZ", "0123456789"
            shapes = ["0000", "00000", "000-000", "0000-00", "000000"] if kind == "digits" else \
                ["A0-0000", "A000", "AA-00", "AA000", "0000", "00000", "A-000", "AAA-0", "00-AA", "A0A0", "AA00-0", "#000"]
            return "".join(pick(letters) if c == "A" else pick(digits) if c == "0" else c for c in pick(shapes))
        if kind == "phrase":
            if made_up:
                some = " ".join(pick(words.WORDS) for _ in range(rng.randint(1, 3)))
                return f"{pick(box.TODO_VERBS)} {pick(('the ', 'a ', '', 'my '))}{some}"
            return f"{pick(box.TODO_VERBS)} {pick(box.THINGS)}"
        if kind == "nounphrase":
            return f"a {pick(box.ADJECTIVES)} {pick(words.WORDS[:350])}"
        if kind == "item":
            return words.made_up(rng) if rng.random() < 0.1 else f"{pick(words.WORDS)} {pick(words.WORDS)}" if made_up else pick(box.ITEMS)
        if kind in ("title", "title2"):
            if made_up:
                return " ".join(pick(words.WORDS).capitalize() for _ in range(rng.randint(1, 3)))
            return f"{pick(('', '', 'The '))}{pick(box.TITLE_FIRST)} {pick(box.TITLE_SECOND)}"
        if kind in ("time", "time2"):
            hour, minute = rng.randint(0, 23), rng.choice((rng.randint(0, 11) * 5, rng.randint(0, 59)))
            return pick((f"{hour}:{minute:02}", f"{hour}:{minute:02}", f"{hour % 12 + 1} {pick(('am', 'pm'))}"))
        if kind == "date":
            month, day = pick(box.POOLS["month"]), rng.randint(1, 28)
            return pick((f"{month} {day}", f"{day} {month}", f"{rng.randint(1, 12)}/{day}"))
        if kind == "email":
            user = self._make("name").split()[0].lower()
            return f"{user}@{words.made_up(rng, 2)}.{pick(('com', 'org', 'net'))}"
        if kind == "file":
            return f"{self._make('word')}{pick(('', '', '2', '_old', '-7'))}.{pick(box.FILE_ENDINGS)}"
        if kind == "host":
            numbered = f"{pick(words.WORDS)}{rng.randint(1, 99)}"
            return pick((numbered, f"{words.made_up(rng, 2)}.{pick(('com', 'org', 'net', 'io'))}"))
        if kind == "url":
            return f"{words.made_up(rng, 2)}.{pick(('com', 'org', 'net'))}/{pick(words.WORDS)}"
        if kind == "version":
            return f"{rng.randint(0, 9)}.{rng.randint(0, 30)}.{rng.randint(0, 9)}"
        if kind == "company":
            return words.made_up(rng, 2).capitalize() + pick(("", "", " Corp", " Labs", " Works", " Motors", " Foods"))
        if kind == "address":
            return f"{rng.randint(1, 99)} {pick(words.WORDS[:350]).capitalize()} {pick(('Street', 'Road', 'Lane', 'Avenue'))}"
        if kind == "score":
            return f"{rng.randint(0, 99)}:{rng.randint(0, 99)}"
        if kind == "problem":
            return f"{pick(box.PROBLEMS_OF)} {pick(box.PROBLEMS)}"
        raise KeyError(kind)

    def draw(self, kind: str):
        """A value as JSON has it. Choices and days are the same in both splits, and narrow ranges may be."""
        rng, held = self.rng, self.split == "held-out"
        if kind in BOOLEANS:
            return rng.choice(BOOLEANS[kind])
        if "/" in kind:
            return rng.choice(kind.split("/"))
        if kind == "day":
            return rng.choice(box.DAYS)
        bounds = RANGE.fullmatch(kind)
        if bounds:
            for _ in range(60):
                if "." in kind:
                    number = rng.randint(int(float(bounds[1]) * 10), int(float(bounds[2]) * 10)) / 10
                    number += 0.1 * (number == int(number))
                    number = round(number, 1)
                else:
                    number = rng.randint(int(bounds[1]), int(bounds[2]))
                if held_out(str(number)) == held:
                    break
            return number
        pool = _POOLS.get((kind.rstrip("2"), self.split))
        if pool:
            text = rng.choice(pool)
        else:
            text = self._make(kind)
            while held_out(text) != held:
                text = self._make(kind)
        return text.lower() if self.lower and kind in ("name", "city", "title", "country", "madeupname", "company") else text


def _spoken(value) -> str:
    """A value as users say it."""
    return ("on" if value else "off") if isinstance(value, bool) else literal(value)


def literal(value) -> str:
    """A value as it stands in reasoning and answers."""
    return value if isinstance(value, str) else json.dumps(value)


# -- Archetypes ------------------------------------------------------------------------------------------------------------

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
    """A function, whatever it is called: see `toolbox`."""
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
    names, descriptions, usual = box.LABELS.get(label, (label, f"The {label.replace('_', ' ')}", kind))
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


ARCHETYPES = [_archetype(paragraph) for paragraph in box.ARCHETYPES.strip().split("\n\n")]
_KNOWN = {archetype.key for archetype in ARCHETYPES}
_OF_SPLIT = {split: [a for a in ARCHETYPES if held_out(a.key) == (split == "held-out")] for split in ("train", "held-out")}


_WEATHER = next(archetype for archetype in ARCHETYPES if archetype.key == "weather.now")


def _noun(rng: random.Random, split: str) -> str:
    noun = ""
    while not noun or held_out(noun) != (split == "held-out"):
        noun = words.made_up(rng, rng.choice((2, 2, 3))) if rng.random() < 0.3 else rng.choice(box.NOUNS).replace("-", " ")
    if rng.random() < 0.25 and " " not in noun:
        noun = f"{words.word(rng, split, 0.15)} {noun}"
    return noun


def invented(rng: random.Random, split: str, noun: str | None = None, acts: bool | None = None) -> Archetype:
    """A function that nobody has: a verb, a noun and what it is about."""
    noun = noun or _noun(rng, split)
    if acts is None:
        acts = rng.random() < 0.45
    sets = acts and rng.random() < 0.2
    verb = rng.choice(box.SET_VERBS[:3] if sets else list(box.ACT_VERBS) if acts else box.READ_VERBS)
    word, last = noun.replace(" ", "_"), noun.split()[-1]
    _, kind, names, about = rng.choice(box.KEYS)
    keyed = rng.random() < 0.93
    link = "for" if rng.random() < 0.8 else "of"
    tail = f" {link} {{key}}" if keyed else ""
    parameters = []
    if keyed:
        told = [f"The {about}", f"Which {about}", f"{about.capitalize()} that it is for"]
        parameters.append(Parameter("key", kind, names.split(), told))
    if sets:
        value_names = ["value", "to", "new_value", "new", "amount", "setting"]
        value_kind = rng.choice(("2-999", "2-99", "word", "color", "2.5-99.5"))
        parameters.append(Parameter("value", value_kind, value_names, ["The new value", "What to set"], False, [" to {value}"]))
    for number in range(rng.choice((0, 0, 0, 1, 1, 2)) if keyed else rng.choice((0, 1))):
        extra_names, description, extra_kind, said = rng.choice(box.EXTRAS)
        if extra_kind in [parameter.kind for parameter in parameters]:
            continue
        said = said.replace("{x}", f"{{extra{number}}}")
        parameters.append(Parameter(f"extra{number}", extra_kind, extra_names.split(), [description], rng.random() < 0.5,
                                    said.split("/") if extra_kind == "bool" else [said]))
    forms = [f"{verb}_{word}", f"{verb}_{word}", f"{verb}_{word}", f"{word}_{verb}", f"{verb}_the_{word}", f"{verb}_{last}"]
    verb = verb.replace("lookup", "look up")
    forms += [] if acts else [word, f"{word}_info", f"{word}_by_{about}" if keyed else f"my_{word}"]
    article = "an" if about[0] in "aeiou" else "a"
    verbs = "looks up" if verb == "look up" else verb[:-1] + "ies" if verb.endswith("y") and verb != "buy" else \
        verb + ("es" if verb[-1] in "hsxz" else "s")
    whose = f" {link} {article} {about}" if keyed else ""
    descriptions = [f"{verb} the {noun}{whose}", f"{verb} the {noun}", f"{verbs} the {noun}{whose}",
                    f"use it to {verb} the {noun}{whose}", f"{verb} {noun}{whose}"] + ([] if acts else [f"the {noun}{whose}"])
    descriptions = [text[0].upper() + text[1:] for text in descriptions]
    owned = keyed and kind == "name"
    if acts:
        asks = [("v", f"{verb} the {noun}{tail}")] + ([("v", f"{verb} {{key}}'s {noun}")] if owned else [])
    else:
        verbs_said = [w for w in box.READ_WORDS if w.split()[0] != verb]
        asks = [("n", f"the {noun}{tail}"), ("v", f"{verb} the {noun}{tail}"), ("v", f"{rng.choice(verbs_said)} the {noun}{tail}"),
                ("q", f"what is the {noun}{tail}"), ("q", f"is there {'an' if noun[0] in 'aeiou' else 'a'} {noun}{tail}")]
        asks += [("n", f"{{key}}'s {noun}")] if owned else []
    if acts:
        status = "ok/done" if rng.random() < 0.3 else "set/changed" if sets else box.ACT_VERBS[verb] + "/pending/done"
        fields = [("status", status)] + ([("id", "code")] if rng.random() < 0.3 else [])
    else:
        fields = [(rng.choice((word, word, "value", "result", "answer")), rng.choice(box.FIELDS)[1])]
        fields = fields if rng.random() < 0.6 else rng.sample(box.FIELDS, 2)
    told = f"{{{fields[0][0]}}}" if len(fields) == 1 else ", ".join(f"{name} {{{name}}}" for name, _ in fields)
    answer = f"The {noun}{' for {key}' if keyed else ''}: {told}."
    return Archetype(f"{noun}.{verb}", forms, descriptions, parameters, asks, fields, answer)


# -- The tools section -----------------------------------------------------------------------------------------------------

def _camel(name: str) -> str:
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


def _bind(rng: random.Random, archetype: Archetype, brief: bool) -> Tool:
    camel = rng.random() < 0.3
    name = rng.choice(archetype.names)
    if rng.random() < 0.17:
        code = f"{rng.choice('abcdefghjkmnpqrstvwxyz')}{rng.randint(1, 9)}"
        name = rng.choice(("{0}_v{2}", "{0}_{1}", "my_{0}", "api_{0}", "do_{0}", "{0}_tool", "{0}_fn")).format(name, code, code[1])
    name = _camel(name) if camel else name
    parameters = list(archetype.parameters)
    if rng.random() < 0.25:
        rng.shuffle(parameters)
    names: dict[str, str] = {}
    described = rng.random() < (0.15 if brief else 0.5)
    properties = {}
    for parameter in parameters:
        options = [option for option in parameter.names if option not in names.values()] or [parameter.label + "_2"]
        chosen = options[0] if rng.random() < 0.4 else rng.choice(options)
        names[parameter.label] = chosen = _camel(chosen) if camel else chosen
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


def _section(rng: random.Random, split: str, effort: str | None = None) -> Section:
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
            candidate = _WEATHER if split == "train" and rng.random() < 0.05 else rng.choice(_OF_SPLIT[split])
        if candidate.group not in [other.group for other in chosen]:
            chosen.append(candidate)
    rng.shuffle(chosen)
    tools: list[Tool] = []
    while len(tools) < count:
        tool = _bind(rng, chosen[len(tools)], count > 2)
        if tool.name not in [other.name for other in tools]:
            tools.append(tool)
    speaks = rng.random() < 0.17
    instructions = rng.choice(allowed(box.SPEAK_FIRST, split, 0.2)) if speaks else None
    if rng.random() < 0.2:
        other = rng.choice(allowed(box.OTHER_INSTRUCTIONS, split, 0.2))
        instructions = f"{other} {instructions}" if instructions else other
    return Section(split, effort or rng.choice(EFFORTS), instructions, speaks, tools)


# -- Requests --------------------------------------------------------------------------------------------------------------

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


def _values(rng: random.Random, values: Values, tool: Tool, plain: bool) -> dict:
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


def _request(rng: random.Random, values: Values, tool: Tool, order: bool = False, given: tuple[str, dict] | None = None,
             plain: bool = False) -> Request:
    """A request; as an order where `order`; with the same wording as another where its (form and wording, values) are `given`."""
    archetype = tool.archetype
    arguments = given[1] if given else _values(rng, values, tool, plain)
    if given:
        form, core = given[0].split(" ", 1)
    else:
        form, core = rng.choice([ask for ask in archetype.asks if not (order and ask[0] == "q")])
        core = re.sub(r"\(([^()]*)\)", lambda match: rng.choice(match[1].split("/")), core).replace("  ", " ").strip()
        for parameter in archetype.parameters:
            if parameter.label in arguments and parameter.clauses:
                core += parameter.clauses[0 if arguments[parameter.label] is not False or parameter.kind == "onoff" else 1]
        if order:
            form, core = "v", _as_order(form, core)
    texts = {label: _spoken(value) for label, value in arguments.items()}
    said = dict(texts)
    for parameter in archetype.parameters:
        if parameter.kind in ("phrase", "title", "madeup2", "problem", "item") and parameter.label in said and rng.random() < 0.08:
            said[parameter.label] = rng.choice(('"{}"', "'{}'")).format(texts[parameter.label])
    promised = _person(core, "you", "your", "you")
    return Request(tool, arguments, form, core.format(**said), _person(core, "them", "their", "they").format(**texts),
                   promised.format(**texts), core.startswith("{"))


def _utter(rng: random.Random, frame: str, *requests: Request) -> str:
    text = frame.format(*(request.said for request in requests))
    keeps = frame.startswith("{}") and requests and requests[0].opens
    if rng.random() < 0.2:
        text = text.rstrip(".?!")
        return text if keeps else text[:1].lower() + text[1:]
    if text[-1] not in ".?!":
        text += "?" if requests and requests[0].form == "q" or re.match("(?:can|could|will|would|what|do) ", frame) else "."
    return text if keeps else text[:1].upper() + text[1:]


def _frame(rng: random.Random, split: str, form: str) -> str:
    if form not in box.FRAMES:
        return wordings_frame(rng, split, form[0])
    while True:
        frame = expand(rng, rng.choice(box.FRAMES[form]))
        if held_out(frame, 0.2) == (split == "held-out"):
            return frame


# -- Reasoning -------------------------------------------------------------------------------------------------------------

def _review(tools: list[Tool], fits: list[Tool], fit: str = "fits", other: str = "does not fit") -> str:
    return "I look at the tools. " + " ".join(f"{t.name}: {t.purpose}, {fit if t in fits else other}." for t in tools)


def _decide(section: Section, request: Request, before: str = "") -> str:
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
    return f"{before}{_review(section.tools, [tool])} So it is {tool.name}. {detail} I call {tool.name} with {listed}."


def _joined(first: Request, second: Request | None = None) -> str:
    if second is None:
        return first.wish
    same = "me " if first.form == second.form == "v" else ""
    return f"{first.wish} and {second.wish.removeprefix(same)}"


def _wish(section: Section, wish: str, lead: str = "The user wants") -> str:
    return f"Wanted: {wish}. " if section.effort == "low" else f"{lead} {wish}. "


def _conclude(section: Section, outcomes: list[tuple[Request, str]], error: str | None, lines: list[str]) -> str:
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
    wishes = _joined(*(r for r, _ in outcomes))
    return f"{request.tool.name} returned {told}. There is no error. The user wanted {wishes}. The result has that, and nothing " \
           f"is left to call. So I tell the user {both}."


# -- Results ---------------------------------------------------------------------------------------------------------------

@dataclass
class Facts:
    """Whether an answer has all the facts of the results."""
    facts: list[str]

    def __call__(self, answer: str) -> bool:
        return all(re.search(rf"(?<!\w){re.escape(fact)}(?!\w)", answer, re.IGNORECASE) for fact in self.facts)


def _result(rng: random.Random, values: Values, request: Request) -> tuple[str, str, str]:
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
    names = {name: _camel(other) if tool.camel else other for name, other in written.items()}
    texts = {label: _spoken(value) for label, value in request.values.items()}
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


def _preamble(rng: random.Random, section: Section, request: Request, again: bool = False) -> str | None:
    if not section.speaks and rng.random() >= 0.01:
        return None
    if again:
        return f"I will do the same with {request.tool.name}."
    if request.form == "q":
        return "I will look that up."
    return f"I will {request.promised}." if request.form == "v" else f"Let me look up {request.promised}."


# -- Conversations ---------------------------------------------------------------------------------------------------------

def _single(rng: random.Random, section: Section, request: Request, user: str, values: Values, fails: float = 0.08,
            again: str | None = None) -> Exchange:
    wish = _wish(section, f"the same for {again}" if again else request.wish)
    preamble = _preamble(rng, section, request, again is not None)
    call = Call(request.tool.name, request.arguments)
    error = None
    if rng.random() < fails:
        error = rng.choice(allowed(box.ERRORS, section.split, 0.2))
        call.result, answer, told = json.dumps({"error": error}), f"That did not work: {error}.", error
        request.facts = [error]
    else:
        call.result, answer, told = _result(rng, values, request)
    first = Step(_decide(section, request, wish), call=call, preamble=preamble)
    return Exchange(user, [first, Step(_conclude(section, [(request, told)], error, [told]), final=answer)])


def _two(rng: random.Random, section: Section, values: Values, tool: Tool) -> tuple[Exchange, list[Request]]:
    """Two calls: of the same tool for two values, or of two tools."""
    main = tool.archetype.main
    others = [other for other in section.tools if other is not tool]
    if main and (not others or rng.random() < 0.45):
        form, core = rng.choice([ask for ask in tool.archetype.asks if ask[0] != "p:"])
        core = re.sub(r"\(([^()]*)\)", lambda match: rng.choice(match[1].split("/")), core).replace("  ", " ").strip()
        first, second = _values(rng, values, tool, True), _values(rng, values, tool, True)
        while first[main.label] == second[main.label]:
            second = _values(rng, values, tool, True)
        a, b = (_request(rng, values, tool, given=(f"{form} {core}", given)) for given in (first, second))
        linked = re.search(r"\b(in|for|of|to|at|from|about|with) \{%s\}" % main.label, core)
        joint = f"{{0}} and {linked[1] if linked and rng.random() < 0.4 else ''} {{1}}".replace("  ", " ")
        both = core.replace(f"{{{main.label}}}", joint.format(literal(first[main.label]), literal(second[main.label])))
        for clause in (main.clauses if f"{{{main.label}}}" not in core else []):
            both += clause.replace(f"{{{main.label}}}", joint.format(literal(first[main.label]), literal(second[main.label])))
        user = _utter(rng, _frame(rng, section.split, form),
                      Request(tool, first, form, both.format(**first), "", "", core.startswith("{")))
    else:
        a = _request(rng, values, tool, order=True)
        b = _request(rng, values, rng.choice(others or [tool]), order=True)
        user = _utter(rng, _frame(rng, section.split, "two"), a, b)
    steps, lines, before = [], [], _wish(section, _joined(a, b))
    for number, request in enumerate((a, b)):
        call = Call(request.tool.name, request.arguments)
        steps.append(Step(_decide(section, request, before), call=call, preamble=_preamble(rng, section, request)))
        call.result, answer, told = _result(rng, values, request)
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
    steps.append(Step(_conclude(section, outcomes, None, told), final=" ".join(answer for _, answer in lines)))
    return Exchange(user, steps), [a, b]


def _no_fit(rng: random.Random, section: Section, values: Values) -> Exchange:
    groups = [tool.archetype.group for tool in section.tools]
    invents = any(tool.archetype.key not in _KNOWN for tool in section.tools)
    while True:
        stranger = invented(rng, section.split) if invents and rng.random() < 0.7 else rng.choice(_OF_SPLIT[section.split])
        if stranger.group not in groups:
            break
    request = _request(rng, values, _bind(rng, stranger, True))
    user = _utter(rng, _frame(rng, section.split, request.form), request)
    analysis = {
        "low": f"Wanted: {request.wish}. No tool fits.",
        "medium": f"The user wants {request.wish}. None of the tools does that, so I say so.",
        "high": f"The user wants {request.wish}. {_review(section.tools, [])} So none of the tools does what the user wants. "
                "I do not call any of them and say so.",
    }[section.effort]
    return Exchange(user, [Step(analysis, final="None of my tools can do that.")])


def _simple(rng: random.Random, section: Section) -> Exchange:
    what, answer, users = rng.choice(box.SIMPLE)
    user = rng.choice(allowed(users, section.split, 0.2))
    low, how = "No tool needed.", "and answer"
    if answer is None:
        names = [tool.name for tool in section.tools]
        listed = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
        answer, low, how = f"I can use {listed}.", f"Name the tools: {listed}.", f"and name my tools: {listed}"
    analysis = {
        "low": low,
        "medium": f"The user {what}. I need no tool for that {how}.",
        "high": f"The user {what}. {_review(section.tools, [], other='not needed')} So no call is needed here. "
                f"I answer the user directly {how.replace('and answer', 'in a short sentence')}.",
    }[section.effort]
    return Exchange(user, [Step(analysis, final=answer)])


def _again(rng: random.Random, section: Section, values: Values, tool: Tool) -> tuple[list[Exchange], Request]:
    """A finished call, and the same for another value."""
    main = tool.archetype.main
    first = _request(rng, values, tool, plain=True)
    second = _request(rng, values, tool, plain=True)
    while second.values == first.values:
        second = _request(rng, values, tool, plain=True)
    history = _single(rng, section, first, _utter(rng, _frame(rng, section.split, first.form), first), values, 0.03)
    value = literal(second.values[main.label])
    frame = _frame(rng, section.split, "again")
    linked = re.search(r"\b(in|from|to|about) \{%s\}" % main.label, " ".join(core for _, core in tool.archetype.asks))
    if linked and " for " in frame and rng.random() < 0.5:
        frame = frame.replace(" for ", f" {linked[1]} ")
    second.said = value
    second.opens = True
    second.form, second.told = "n", f"the same for {value}"
    return [history, _single(rng, section, second, _utter(rng, frame, second), values, again=value)], second


def _converse(rng: random.Random, section: Section, kind: str, tool: Tool) -> Conversation:
    values = Values(rng, section.split, rng.random() < 0.08)
    facts: list[Request] = []
    exchanges: list[Exchange] = []
    if kind == "none":
        exchanges = [_no_fit(rng, section, values)]
    elif kind == "simple":
        exchanges = [_simple(rng, section)]
    elif kind == "two" and (len(section.tools) > 1 or tool.archetype.main):
        exchange, facts = _two(rng, section, values, tool)
        exchanges = [exchange]
    elif kind == "again" and tool.archetype.main:
        exchanges, request = _again(rng, section, values, tool)
        facts = [request]
    else:
        if kind in ("again", "history"):
            other = _request(rng, values, rng.choice(section.tools))
            exchanges = [_simple(rng, section) if rng.random() < 0.4 else
                         _single(rng, section, other, _utter(rng, _frame(rng, section.split, other.form), other), values)]
        request = _request(rng, values, tool)
        exchanges.append(_single(rng, section, request, _utter(rng, _frame(rng, section.split, request.form), request), values))
        facts = [request]
    check = Facts([fact for request in facts for fact in request.facts]) if facts else None
    definitions = [tool.definition for tool in section.tools]
    return Conversation(section.effort, exchanges, section.instructions, definitions, check, "tools")


KINDS = {"single": 58, "none": 11, "simple": 7, "two": 14, "again": 6, "history": 4}


def documents(rng: random.Random, split: str, effort: str | None = None) -> list[Conversation]:
    """Four to seven conversations with the same effort, instructions and tools: a training document shares their prefix."""
    section = _section(rng, split, effort)
    kinds: list[str] = []
    for _ in range(rng.choice((4, 5, 6, 7))):
        kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
        kinds.append("single" if kind == "simple" and kind in kinds else kind)
    order = rng.sample(section.tools, len(section.tools))
    return [_converse(rng, section, kind, order[number % len(order)]) for number, kind in enumerate(kinds)]


def sample(rng: random.Random, split: str) -> Conversation:
    """One conversation about one section of tools."""
    section = _section(rng, split)
    return _converse(rng, section, rng.choices(list(KINDS), list(KINDS.values()))[0], rng.choice(section.tools))
