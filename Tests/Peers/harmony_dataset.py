#!/usr/bin/env python3
"""Compares `chorale dataset` with openai-harmony, token for token and mask for mask.

    pip install openai-harmony numpy safetensors
    harmony_dataset.py --model DIRECTORY --vocabulary FOLDER [--program PROGRAM] [--count 1000] [--seed 1]

DIRECTORY has a tokenizer.json with the vocabulary o200k_harmony, FOLDER the file o200k_base.tiktoken. Each conversation is written in the
forms that it can have (chat completions, responses, Harmony), so that all three are read; what openai-harmony makes of it is told from the
library's own classes. Loss masks are told from the library's tokens alone: behind <|start|>assistant up to the stop token.
"""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

parser = argparse.ArgumentParser()
parser.add_argument("--model", required=True)
parser.add_argument("--vocabulary", required=True)
parser.add_argument("--program", default=str(pathlib.Path(__file__).resolve().parents[2] / ".build/release/chorale"))
parser.add_argument("--count", type=int, default=1000)
parser.add_argument("--seed", type=int, default=1)
arguments = parser.parse_args()
os.environ["TIKTOKEN_ENCODINGS_BASE"] = arguments.vocabulary

from openai_harmony import (  # noqa: E402
    Author, Conversation, DeveloperContent, HarmonyEncodingName, Message, ReasoningEffort, RenderConversationConfig, Role, SystemContent,
    ToolDescription, load_harmony_encoding,
)

encoding = load_harmony_encoding(HarmonyEncodingName.HARMONY_GPT_OSS)
START, END, RETURN, CALL = 200006, 200007, 200002, 200012
ASSISTANT = encoding.encode("assistant")

WORDS = """the router sends every token to four experts it's slow, isn't it? 2 + 2 = 4; 12345 x 678 naïve café Zürich 서울 날씨가 어때요 专家混合模型
Модель думает モデルは答える 🙂🎉 def f(x):\n    return x ** 2\n\n |table|row| <b>bold</b> <|start|> <|end|> https://example.org/a?b=c \t tab "quoted" \\n""".split(" ")


# In a chat an empty reasoning is none.
WORDS = [word for word in WORDS if word]


def text(chance, least=1, most=60):
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(least, most)))


TOOLS = [
    ("get_weather", "The weather of a city.\nIn degrees.", {"type": "object", "properties": {
        "city": {"type": "string", "description": "Its name"}, "unit": {"type": "string", "enum": ["C", "F"], "default": "C"}},
        "required": ["city"]}),
    ("find", "", {"type": "object", "properties": {
        "query": {"type": "string"}, "limit": {"type": "integer", "default": 10}, "tags": {"type": "array", "items": {"type": "string"}},
        "where": {"type": "object", "properties": {"year": {"type": ["integer", "null"]}}}}, "required": ["query"]}),
    ("now", "The time.", None),
]


def conversation(chance):
    """Turns of (kind, …): what all forms can say."""
    turns = []
    tools = chance.sample(TOOLS, chance.randint(1, 3)) if chance.random() < 0.5 else []
    for _ in range(chance.randint(1, 4)):
        turns.append(("user", text(chance)))
        for _ in range(chance.randint(0, 2) if tools else 0):
            if chance.random() < 0.8:
                turns.append(("analysis", text(chance)))
            if chance.random() < 0.3:
                turns.append(("preamble", text(chance)))
            name = chance.choice(tools)[0]
            turns.append(("call", name, json.dumps({"city": text(chance, 1, 5)}, ensure_ascii=False)))
            turns.append(("result", name, text(chance)))
        if chance.random() < 0.8:
            turns.append(("analysis", text(chance)))
        turns.append(("final", text(chance)))
    return {
        "turns": turns, "tools": tools, "effort": chance.choice(["low", "medium", "high"]),
        "instructions": text(chance) if chance.random() < 0.6 else None,
    }


def library(told):
    """As openai-harmony has it."""
    system = SystemContent.new().with_reasoning_effort(ReasoningEffort(told["effort"].capitalize()))
    messages = [Message.from_role_and_content(Role.SYSTEM, system)]
    if told["instructions"] is not None or told["tools"]:
        developer = DeveloperContent.new()
        if told["instructions"] is not None:
            developer = developer.with_instructions(told["instructions"])
        if told["tools"]:
            developer = developer.with_function_tools([ToolDescription.new(*tool) for tool in told["tools"]])
        messages.append(Message.from_role_and_content(Role.DEVELOPER, developer))
    for kind, *rest in told["turns"]:
        if kind == "user":
            message = Message.from_role_and_content(Role.USER, rest[0])
        elif kind == "call":
            message = Message.from_role_and_content(Role.ASSISTANT, rest[1]).with_channel("commentary").with_recipient(
                "functions." + rest[0]).with_content_type("<|constrain|>json")
        elif kind == "result":
            message = Message.from_author_and_content(Author(role=Role.TOOL, name="functions." + rest[0]), rest[1]).with_channel(
                "commentary").with_recipient("assistant")
        else:
            channel = {"preamble": "commentary"}.get(kind, kind)
            message = Message.from_role_and_content(Role.ASSISTANT, rest[0]).with_channel(channel)
        messages.append(message)
    return messages


def chat(told):
    messages = []
    if told["instructions"] is not None:
        messages.append({"role": "developer", "content": told["instructions"]})
    waiting, count = {}, 0
    for kind, *rest in told["turns"]:
        if kind == "user":
            messages.append({"role": "user", "content": rest[0]})
        elif kind == "result":
            messages.append({"role": "tool", "tool_call_id": f"call_{count}", "content": rest[1]})
        else:
            # What the assistant says up to a call or an answer is one message.
            if kind == "analysis":
                waiting["reasoning"] = rest[0]
            elif kind == "preamble":
                waiting["content"] = rest[0]
            elif kind == "call":
                count += 1
                call = {"id": f"call_{count}", "type": "function", "function": {"name": rest[0], "arguments": rest[1]}}
                messages.append({"role": "assistant", "tool_calls": [call], **waiting})
                waiting = {}
            else:
                messages.append({"role": "assistant", "content": rest[0], **waiting})
                waiting = {}
    tools = [{"type": "function", "function": {k: v for k, v in zip(("name", "description", "parameters"), tool) if v is not None}}
             for tool in told["tools"]]
    return {"messages": messages, "reasoning_effort": told["effort"], **({"tools": tools} if tools else {})}


def responses(told):
    items, count = [], 0
    for kind, *rest in told["turns"]:
        if kind == "user":
            items.append({"role": "user", "content": rest[0]})
        elif kind == "analysis":
            items.append({"type": "reasoning", "content": [{"type": "reasoning_text", "text": rest[0]}]})
        elif kind == "call":
            count += 1
            items.append({"type": "function_call", "call_id": f"call_{count}", "name": rest[0], "arguments": rest[1]})
        elif kind == "result":
            items.append({"type": "function_call_output", "call_id": f"call_{count}", "output": rest[1]})
        else:
            phase = "commentary" if kind == "preamble" else "final_answer"
            items.append({"type": "message", "role": "assistant", "phase": phase, "content": [{"type": "output_text", "text": rest[0]}]})
    tools = [{"type": "function", **{k: v for k, v in zip(("name", "description", "parameters"), tool) if v is not None}}
             for tool in told["tools"]]
    return {
        "input": items, "reasoning": {"effort": told["effort"]}, **({"tools": tools} if tools else {}),
        **({"instructions": told["instructions"]} if told["instructions"] is not None else {}),
    }


def rendered(messages, analysis):
    """The library's tokens for training, with a retention that is told to it or done before it."""
    if analysis in ("published", "none"):
        last = max(i for i, m in enumerate(messages) if m.author.role == Role.USER)
        messages = [m for i, m in enumerate(messages) if m.channel != "analysis" or (analysis == "published" and i >= last)]
    config = RenderConversationConfig(auto_drop_analysis=analysis == "library")
    return encoding.render_conversation_for_training(Conversation.from_messages(messages), config=config)


def mask(tokens, channels):
    """1 for what an assistant writes, on these channels."""
    result, index = [0] * len(tokens), 0
    while index < len(tokens):
        stop = next(i for i in range(index, len(tokens)) if tokens[i] in (END, RETURN, CALL))
        assert tokens[index] == START
        body = index + 1 + len(ASSISTANT)
        if tokens[index + 1:body] == ASSISTANT:
            header = encoding.decode(tokens[body:stop])
            channel = header.split("<|channel|>", 1)[1].split("<|message|>")[0].split(" ")[0]
            if channels is None or channel in channels:
                result[body:stop + 1] = [1] * (stop + 1 - body)
        index = stop + 1
    return result


def dataset(lines, *options):
    """What the program makes of lines."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder, "in.jsonl"), pathlib.Path(folder, "out.jsonl")
        source.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
        command = [arguments.program, "dataset", "--model", arguments.model, str(source), "--output", str(target), *options]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        return [json.loads(line) for line in target.read_text().splitlines()]


def compare(name, lines, expected, channels, *options):
    made = dataset(lines, *options)
    assert len(made) == len(expected), (name, len(made), len(expected))
    targets = 0
    for index, (row, tokens) in enumerate(zip(made, expected)):
        assert row["input_ids"] == tokens, f"{name}: the tokens of conversation {index} differ"
        assert row["loss_mask"] == mask(tokens, channels), f"{name}: the mask of conversation {index} differs"
        targets += sum(row["loss_mask"])
    print(f"equal  {name}: {len(made)} conversations, {sum(map(len, expected))} tokens, {targets} targets", flush=True)


def packs(lines, expected):
    """Rows of shards hold the same examples, each in one piece, with its positions."""
    import numpy
    from safetensors.numpy import load_file

    length = 2048
    for form in ("npy", "safetensors"):
        with tempfile.TemporaryDirectory() as folder:
            source, target = pathlib.Path(folder, "in.jsonl"), pathlib.Path(folder, "out")
            source.write_text("".join(json.dumps(line) + "\n" for line in lines))
            subprocess.run(
                [arguments.program, "dataset", "--model", arguments.model, str(source), "--output", str(target), "--format", form, "--pack",
                 "--sequence-length", str(length), "--shard-tokens", str(64 * length), "--analysis", "all"],
                check=True, stderr=subprocess.DEVNULL)
            seen = {}
            manifest = json.loads((target / "manifest.json").read_text())
            for shard in manifest["shards"]:
                tensors = {}
                for file in shard["files"]:
                    if form == "npy":
                        tensors[file.split(".")[1]] = numpy.load(target / file)
                    else:
                        tensors = load_file(target / file)
                for row, start, size, _, line in tensors["documents"]:
                    part = (slice(row, row + 1), slice(start, start + size))
                    tokens = tensors["input_ids"][part][0].tolist()
                    assert tensors["position_ids"][part][0].tolist() == list(range(size))
                    assert len(set(tensors["document_ids"][part][0].tolist())) == 1
                    seen[int(line)] = (tokens, tensors["loss_mask"][part][0].tolist())
                free = tensors["document_ids"] == 0
                assert (tensors["input_ids"][free] == manifest["padding_id"]).all() and (tensors["loss_mask"][free] == 0).all()
            for index, tokens in enumerate(expected):
                assert seen[index + 1][0] == tokens[:length], f"{form}: conversation {index}"
                assert seen[index + 1][1] == mask(tokens, None)[:length]
            print(f"equal  {form}: {len(seen)} conversations in {len(manifest['shards'])} shards of packed rows", flush=True)


def main():
    chance = random.Random(arguments.seed)
    told = [conversation(chance) for _ in range(arguments.count)]
    messages = [library(one) for one in told]
    harmony = [json.loads(Conversation.from_messages(one).to_json()) for one in messages]
    forms = {"chat": [chat(one) for one in told], "responses": [responses(one) for one in told], "harmony": harmony}
    for analysis in ("published", "all", "none", "library"):
        expected = [rendered(one, analysis) for one in messages]
        for name, lines in forms.items():
            compare(f"{name}, analysis {analysis}", lines, expected, None, "--analysis", analysis)
    everything = [rendered(one, "all") for one in messages]
    compare("final alone", forms["chat"], everything, ["final"], "--analysis", "all", "--targets", "final")
    mixed = [forms[chance.choice(list(forms))][index] for index in range(len(told))]
    compare("forms mixed in one file", mixed, everything, None, "--analysis", "all")
    packs(mixed, everything)


main()
