"""Random requests of strict.py, and what must hold of their answers."""

import json
import random
import re

import jsonschema

NAMES = ["python", "browser", "functions", "bash", "fs.read", "a-b", "x_1", "final", "analysis", "json", "assistant", "functions.bash"]
REGEXES = ["[a-c]{2}-[0-9]", "(yes|no)!?", "[^a]{0,9}", "\\d{4}-\\d{2}", "(a|b)*c", "\\w+@\\w+", "é|日本|😀"]
CHOICES = [["red", "green"], ["a", "ab", "abc"], ["日本", "yes"], ["<|end|>", "<|call|>"]]
GRAMMARS = [
    ('root ::= "(" root ")" | "x"', r"\(*x\)*"),
    ('root ::= [0-9]{1,3} ("," [0-9]{1,3}){0,5}', r"\d{1,3}(,\d{1,3}){0,5}"),
    ('start: "a".."f" ~ 2..4 ["!"]', r"[a-f]{2,4}!?"),
]


def is_valid(text, schema):
    """Numbers that Python reads as infinite are not JSON."""
    try:
        value = json.loads(text, parse_constant=lambda name: 1 / 0)
    except (ValueError, ZeroDivisionError):
        return False
    checker = jsonschema.FormatChecker()
    return jsonschema.Draft202012Validator(schema, format_checker=checker).is_valid(value)


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
