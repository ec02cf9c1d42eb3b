#!/usr/bin/env python3
"""Asks a model that writes anything for what is strict: strict.py [--program P] [--model DIRECTORY] [--requests N] [--seed S] [--schemas N]

Every request has a random schema, grammar or tool choice and random sampling at temperature 1.5, on one of the APIs, streamed or not. What
comes back must be valid, or end as cut off by its token limit. The model has random weights, so that it writes whatever the masks allow:
Tests/Fixtures/tiny-moe unless another is named. --schemas N is another trial: N random schemas, an answer to each, all valid.
Needs the jsonschema package.
"""

import argparse
import collections
import concurrent.futures
import json
import pathlib
import random
import re
import sys
import urllib.error
import urllib.request

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "GrammarTests" / "Fixtures")]

import random_schemas  # noqa: E402
from run import ROOT, Server  # noqa: E402

NAMES = ["python", "browser", "functions", "bash", "fs.read", "a-b", "x_1", "final", "analysis", "json", "assistant", "functions.bash"]
REGEXES = ["[a-c]{2}-[0-9]", "(yes|no)!?", "[^a]{0,9}", "\\d{4}-\\d{2}", "(a|b)*c", "\\w+@\\w+", "é|日本|😀"]
CHOICES = [["red", "green"], ["a", "ab", "abc"], ["日本", "yes"], ["<|end|>", "<|call|>"]]
GRAMMARS = [
    ('root ::= "(" root ")" | "x"', r"\(*x\)*"),
    ('root ::= [0-9]{1,3} ("," [0-9]{1,3}){0,5}', r"\d{1,3}(,\d{1,3}){0,5}"),
    ('start: "a".."f" ~ 2..4 ["!"]', r"[a-f]{2,4}!?"),
]


def schemas(count, seed):
    """Random schemas of objects, as tools and formats have them, with strings that end."""
    random_schemas.rng.seed(seed)
    result = []
    while len(result) < count:
        schema = random_schemas.root_schema()
        if schema.get("type") == "object" and satisfiable(schema):
            result.append(schema)
    return result


def satisfiable(schema):
    """Whether some value follows it, as far as a few trials tell."""
    validator = jsonschema.Draft202012Validator(schema)
    return any(validator.is_valid(random_schemas.instance(schema, schema, 6)) for _ in range(20))


def is_valid(text, schema):
    """Numbers that Python reads as infinite are not JSON."""
    try:
        value = json.loads(text, parse_constant=lambda name: 1 / 0)
    except (ValueError, ZeroDivisionError):
        return False
    checker = jsonschema.FormatChecker()
    return jsonschema.Draft202012Validator(schema, format_checker=checker).is_valid(value)


class Answer:
    """What an answer says, however it was told."""

    def __init__(self):
        self.content, self.reasoning, self.calls, self.end = "", "", [], None

    @classmethod
    def of_chat(cls, choice):
        answer = cls()
        message = choice["message"]
        answer.content, answer.reasoning = message["content"] or "", message.get("reasoning") or ""
        answer.calls = [(call["function"]["name"], call["function"]["arguments"]) for call in message.get("tool_calls") or []]
        answer.end = choice["finish_reason"]
        return answer

    @classmethod
    def of_chunks(cls, chunks):
        answer = cls()
        for chunk in chunks:
            for choice in chunk["choices"]:
                delta = choice["delta"]
                answer.content += delta.get("content") or ""
                answer.reasoning += delta.get("reasoning") or ""
                for call in delta.get("tool_calls") or []:
                    if call["index"] == len(answer.calls):
                        answer.calls.append((call["function"]["name"], ""))
                    assert call["index"] == len(answer.calls) - 1, "calls out of order"
                    name, text = answer.calls[-1]
                    answer.calls[-1] = (name, text + call["function"].get("arguments", ""))
                answer.end = choice["finish_reason"] or answer.end
        return answer

    @classmethod
    def of_response(cls, response):
        answer = cls()
        for item in response["output"]:
            if item["type"] == "function_call":
                answer.calls.append((item["name"], item["arguments"]))
            elif item["type"] == "reasoning":
                answer.reasoning += "".join(part["text"] for part in item["content"])
            else:
                answer.content += "".join(part["text"] for part in item["content"])
        if response["status"] == "completed":
            answer.end = "tool_calls" if answer.calls else "stop"
        elif response["status"] == "incomplete":
            answer.end = "length" if response["incomplete_details"]["reason"] == "max_output_tokens" else "other"
        return answer

    @classmethod
    def of_events(cls, events):
        """The last event has the whole; the deltas must say the same."""
        assert [event["sequence_number"] for event in events] == list(range(len(events))), "sequence numbers"
        last = events[-1]["response"]
        pieces = collections.defaultdict(str)
        for event in events:
            if event["type"].endswith(".delta"):
                pieces[event["output_index"]] += event["delta"]
        for index, item in enumerate(last["output"]):
            text = item["arguments"] if item["type"] == "function_call" else "".join(part["text"] for part in item["content"])
            assert pieces[index] == text, "deltas differ from the whole"
        return cls.of_response(last)


class Case:
    """One request, and what must hold of its answer."""

    def __init__(self, number, seed, pool):
        rng = random.Random(seed * 1_000_003 + number)
        self.api = rng.choice(["chat", "responses"])
        self.streams = rng.random() < 0.5
        self.check = lambda answer: None
        limit = rng.choice([1, 4, 20, 100, 400, 400, 1000])
        self.body = {"model": None, "temperature": 1.5, "seed": number, "stream": self.streams}
        if rng.random() < 0.3:
            self.body["top_p"] = rng.choice([0.1, 0.9])
        effort = rng.choice(["none", "none", "low", "high"])
        if self.api == "chat":
            self.body |= {"messages": [{"role": "user", "content": "Hi"}], "max_tokens": limit, "reasoning_effort": effort}
            if rng.random() < 0.3:
                self.body |= {rng.choice(["frequency_penalty", "presence_penalty"]): rng.choice([-2, 2])}
            if rng.random() < 0.2:
                self.body |= {"logprobs": True, "top_logprobs": 2}
        else:
            self.body |= {"input": "Hi", "max_output_tokens": limit, "reasoning": {"effort": effort}}
        self.wants_call, self.calls_allowed = False, {}
        self.repairs = None
        kind = rng.choice(["format", "format", "tools", "tools", "tools", "both"] + ["text"] * (self.api == "chat"))
        if kind in ("tools", "both"):
            self.add_tools(rng, pool, kind)
        if kind in ("format", "both"):
            self.add_format(rng, pool)
        elif kind == "text":
            self.add_text(rng)

    def add_tools(self, rng, pool, kind):
        tools = []
        for name in rng.sample(NAMES, rng.randrange(1, 4)):
            strict, schema = rng.random() < 0.8, rng.choice(pool)
            function = {"name": name, "parameters": schema, "strict": strict}
            tools.append({"type": "function", "function": function} if self.api == "chat" else {"type": "function"} | function)
            self.calls_allowed[name] = schema if strict else {"type": "object"}
        self.body["tools"] = tools
        name = rng.choice(list(self.calls_allowed))
        named = {"type": "function", "function": {"name": name}} if self.api == "chat" else {"type": "function", "name": name}
        # Without tools that may be called nothing is strict, unless there is a format.
        choice = rng.choice(["auto", "required", "required", named] + ["none"] * (kind == "both"))
        self.body["tool_choice"] = choice
        self.wants_call = choice in ("required", named)
        if choice == named:
            self.calls_allowed = {name: self.calls_allowed[name]}
        elif choice == "none":
            self.calls_allowed = {}
        self.is_parallel = rng.choice([None, True, False])
        if self.is_parallel is not None:
            self.body["parallel_tool_calls"] = self.is_parallel

    def add_format(self, rng, pool):
        schema = rng.choice(pool)
        described = {"name": "answer", "schema": schema, "strict": True}
        if rng.random() < 0.2:
            described_format, schema = {"type": "json_object"}, {"type": "object"}
        elif self.api == "chat":
            described_format = {"type": "json_schema", "json_schema": described}
        else:
            described_format = {"type": "json_schema"} | described
        if self.api == "chat":
            self.body["response_format"] = described_format
        else:
            self.body["text"] = {"format": described_format}

        def check(answer):
            assert is_valid(answer.content, schema), "the schema is not obeyed"

        self.check = check

    def add_text(self, rng):
        kind = rng.choice(["regex", "choice", "grammar"])
        if kind == "regex":
            value = pattern = rng.choice(REGEXES)
        elif kind == "choice":
            value = rng.choice(CHOICES)
            pattern = "|".join(re.escape(text) for text in value)
        else:
            value, pattern = rng.choice(GRAMMARS)
        if rng.random() < 0.5:
            self.body["guided_" + kind] = value
        else:
            self.body["structured_outputs"] = {kind: value}

        def check(answer):
            assert re.fullmatch(pattern, answer.content, re.DOTALL), "the pattern is not obeyed"

        self.check = check

    def verify(self, answer):
        assert answer.end in ("stop", "tool_calls", "length"), f"ends as {answer.end}"
        if answer.end == "length":
            return
        # The limit may have come between two calls, in the second one's header.
        mended = self.repairs and not self.repairs.endswith("truncated_header=1")
        assert not mended, f"repaired: {self.repairs}"
        if answer.end == "tool_calls":
            assert answer.calls, "no call"
            assert len(answer.calls) == 1 or self.is_parallel, "several calls that were not asked for"
            for name, arguments in answer.calls:
                assert name in self.calls_allowed, f"{name} is not a tool"
                assert is_valid(arguments, self.calls_allowed[name]), "arguments are not valid"
            return
        assert not answer.calls and not self.wants_call, "a call was wanted"
        self.check(answer)


def ask(server, case):
    path = "/v1/chat/completions" if case.api == "chat" else "/v1/responses"
    request = urllib.request.Request(
        server.url + path, json.dumps(case.body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=600) as reply:
        repairs = reply.headers.get("chorale-repairs")
        case.repairs = repairs
        if not case.streams:
            whole = json.load(reply)
            return Answer.of_chat(whole["choices"][0]) if case.api == "chat" else Answer.of_response(whole)
        lines = reply.read().decode().splitlines()
        case.repairs = next((line for line in lines if line.startswith(": repairs")), None)
        frames = [json.loads(line[6:]) for line in lines if line.startswith("data: ") and line != "data: [DONE]"]
        return Answer.of_chunks(frames) if case.api == "chat" else Answer.of_events(frames)


def attempt(server, case):
    """The answer's end; or what is wrong with it."""
    answer = None
    try:
        answer = ask(server, case)
        case.verify(answer)
        return case.api, case.streams, "several calls" if len(answer.calls) > 1 else answer.end
    except (AssertionError, KeyError, TypeError, ValueError, OSError) as error:
        said = error.read().decode() if isinstance(error, urllib.error.HTTPError) else ""
        print(f"FAILED {type(error).__name__} {error} {said}\n  asked {json.dumps(case.body, ensure_ascii=False)}", file=sys.stderr)
        print(f"  got {vars(answer) if answer else None}", file=sys.stderr)
        return None


def one_for_each(schema, number):
    """A request for an answer that follows one schema, with room for it."""
    case = Case(number, 0, [schema])
    case.api, case.streams, case.calls_allowed, case.wants_call = "chat", False, {}, False
    case.body = {
        "model": None, "messages": [{"role": "user", "content": "Hi"}], "temperature": random.Random(number).choice([0.5, 1, 1.5]),
        "seed": number, "max_tokens": 2000, "reasoning_effort": "none",
    }
    rng = random.Random(number)
    case.add_format(rng, [schema])
    return case


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=str(ROOT / ".build" / "release" / "chorale"))
    parser.add_argument("--model", default=str(ROOT / "Tests" / "Fixtures" / "tiny-moe"))
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--schemas", type=int, default=0)
    options = parser.parse_args()
    if options.schemas:
        cases = [one_for_each(schema, number) for number, schema in enumerate(schemas(options.schemas, options.seed))]
    else:
        pool = schemas(100, options.seed)
        cases = [Case(number, options.seed, pool) for number in range(options.requests)]
    with Server(options.program, "--model", options.model, "--engine-queue-limit", "1000") as server:
        model = server.get("/v1/models")["data"][0]["id"]
        for case in cases:
            case.body["model"] = model
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            results = list(pool.map(lambda case: attempt(server, case), cases))
    for (api, streams, end), count in sorted(collections.Counter(filter(None, results)).items()):
        print(f"{count:6} {api:10} {'streamed' if streams else 'whole':9} {end}")
    failed = results.count(None)
    print(f"{failed} of {len(results)} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
