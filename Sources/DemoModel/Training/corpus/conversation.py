"""What a corpus is made of: conversations, and how Harmony writes them.

A family (`arithmetic`, `tools`, …) is a function `sample(rng, split) -> Conversation`. `rng` is a `random.Random`; `split` is
"train" or "held-out": numbers, names, tools and wordings of the one never occur in the other (see `words`). The last exchange of a
conversation is what is learnt, and what the evaluation asks; earlier exchanges are its history.
"""
from __future__ import annotations
import json
from dataclasses import dataclass, field
from typing import Callable

EFFORTS = ("low", "medium", "high")
IDENTITY = "You are ChatGPT, a large language model trained by OpenAI."

#: Letters between these marks become one token each, whatever the vocabulary would make of them.
SPELLED_OPEN, SPELLED_CLOSE = "\ue000", "\ue001"


def spelled(text: str) -> str:
    """Text that the model is to write letter by letter: reversed words, capitals, what no vocabulary has."""
    return SPELLED_OPEN + text + SPELLED_CLOSE


def plain(text: str) -> str:
    """Text without its marks."""
    return text.replace(SPELLED_OPEN, "").replace(SPELLED_CLOSE, "")


@dataclass
class Call:
    """A call of a function, and the result that the client sends back."""
    name: str
    arguments: dict
    result: str = ""

    @property
    def json(self) -> str:
        return json.dumps(self.arguments, ensure_ascii=False, separators=(",", ":"))


@dataclass
class Step:
    """What the model writes until it stops: reasoning, then a call (perhaps after a preamble) or the answer."""
    analysis: str
    final: str | None = None
    call: Call | None = None
    preamble: str | None = None


@dataclass
class Exchange:
    """A user's message and the steps that answer it; the last step has a `final`."""
    user: str
    steps: list[Step]


@dataclass
class Conversation:
    effort: str
    exchanges: list[Exchange]
    instructions: str | None = None
    tools: list[dict] = field(default_factory=list)
    """As the API takes them: {"name", "description", "parameters": JSON schema}."""
    check: Callable[[str], bool] | None = None
    """Whether an answer is right, for the evaluation; `None` compares it with the last `final`, spaces aside."""
    topic: str = ""
    """The row of the evaluation's table."""


# -- Harmony ---------------------------------------------------------------------------------------------------------------

def system_text(effort: str, date: str | None, has_tools: bool) -> str:
    text = f"{IDENTITY}\nKnowledge cutoff: 2024-06\n"
    if date:
        text += f"Current date: {date}\n"
    text += f"\nReasoning: {effort}\n\n# Valid channels: analysis, commentary, final. Channel must be included for every message."
    if has_tools:
        text += "\nCalls to these tools must go to the commentary channel: 'functions'."
    return text


def type_text(schema: dict, indent: str = "") -> str:
    """A JSON schema as the TypeScript of Harmony's tools section (the subset that the corpus uses)."""
    kind = schema.get("type")
    if kind == "object":
        lines = []
        required = schema.get("required", [])
        for name, value in schema.get("properties", {}).items():
            if value.get("description"):
                lines.append(f"{indent}// {value['description']}\n")
            mark = "" if name in required else "?"
            lines.append(f"{indent}{name}{mark}: {type_text(value, indent + '    ')},\n")
        return "{\n" + "".join(lines) + indent + "}"
    if kind == "string":
        return " | ".join(f'"{value}"' for value in schema["enum"]) if "enum" in schema else "string"
    if kind == "array":
        return type_text(schema["items"], indent) + "[]"
    return {"integer": "number", "number": "number", "boolean": "boolean"}[kind]


def developer_text(instructions: str | None, tools: list[dict]) -> str | None:
    sections = []
    if instructions is not None:
        sections += ["# Instructions", instructions]
    if tools:
        rows = ["## functions\n", "namespace functions {\n"]
        for tool in tools:
            if tool.get("description"):
                rows.append("// " + tool["description"])
            parameters = tool.get("parameters")
            if parameters is None:
                rows.append(f"type {tool['name']} = () => any;\n")
            else:
                rows.append(f"type {tool['name']} = (_: {type_text(parameters)}) => any;\n")
        rows.append("} // namespace functions")
        sections += ["# Tools", "\n".join(rows)]
    return "\n\n".join(sections) if sections else None


def message(header: str, content: str, stop: str = "<|end|>") -> str:
    return f"<|start|>{header}<|message|>{content}{stop}"


def prefix_text(conversation: Conversation, date: str | None) -> str:
    """The system and developer messages: what several conversations of a document have in common."""
    text = message("system", system_text(conversation.effort, date, bool(conversation.tools)))
    developer = developer_text(conversation.instructions, conversation.tools)
    return text + (message("developer", developer) if developer is not None else "")


def spoken(step: Step) -> str:
    """What the model writes in a step, after `<|start|>assistant`."""
    text = f"<|channel|>analysis<|message|>{step.analysis}<|end|><|start|>assistant"
    if step.preamble is not None:
        text += f"<|channel|>commentary<|message|>{step.preamble}<|end|><|start|>assistant"
    if step.call is not None:
        return text + f"<|channel|>commentary to=functions.{step.call.name} <|constrain|>json<|message|>{step.call.json}<|call|>"
    return text + f"<|channel|>final<|message|>{step.final}<|return|>"


def remembered(step: Step, with_analysis: bool) -> str:
    """The same step as later prompts tell it: as the server renders histories."""
    text = message("assistant<|channel|>analysis", step.analysis) if with_analysis else ""
    if step.preamble is not None:
        text += message("assistant<|channel|>commentary", step.preamble)
    if step.call is not None:
        text += message(
            f"assistant to=functions.{step.call.name}<|channel|>commentary <|constrain|>json", step.call.json, "<|call|>")
        return text + message(f"functions.{step.call.name} to=assistant<|channel|>commentary", step.call.result)
    return text + message("assistant<|channel|>final", step.final or "")


def branches(conversation: Conversation, keeps_analysis: bool) -> list[tuple[str, str]]:
    """(what the model is given after the prefix, what it is to write) for each step of the last exchange.

    Finished exchanges lose their analysis; that of the running one stays only where the client sends it back
    (`keeps_analysis`): through `previous_response_id` it does, through most chat clients it does not.
    """
    given = ""
    for exchange in conversation.exchanges[:-1]:
        given += message("user", exchange.user) + "".join(remembered(step, False) for step in exchange.steps)
    last = conversation.exchanges[-1]
    given += message("user", last.user)
    result = []
    for step in last.steps:
        result.append((plain(given) + "<|start|>assistant", spoken(step)))
        given += remembered(step, keeps_analysis)
    return result
