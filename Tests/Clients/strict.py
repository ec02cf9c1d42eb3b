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
import sys
import urllib.error
import urllib.request

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "GrammarTests" / "Fixtures")]

import random_schemas  # noqa: E402
from run import ROOT, Server  # noqa: E402
from strict_answers import Answer  # noqa: E402
from strict_cases import Case  # noqa: E402


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
