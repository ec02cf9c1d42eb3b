#!/usr/bin/env python3
"""Asks a running server what the demonstration model never saw: held-out numbers, names, tools and wordings; prints a table.

    evaluate.py [--url http://127.0.0.1:8080] [--count 100] [--model chorale-demo] [--wrong]

- Accuracy: greedy, on the chat API. Arithmetic by effort, with the mean length of the analysis; the other rows over all efforts.
  A tools row counts a conversation as right when every call names the right function with the right arguments, and the answer after
  the last result has the result's facts.
- Well-formed Harmony: the same questions at temperature 1, over all rows: an answer counts that the server did not have to mend
  (no `chorale-repairs` header), that ended by itself and has its reasoning apart.
"""
from __future__ import annotations
import argparse
import collections
import concurrent.futures
import datetime
import json
import random
import urllib.error
import urllib.request

from corpus import about, arithmetic, dialogue, instructed, tools, wordwork
from corpus.conversation import EFFORTS, Conversation, Step, plain

FAMILIES = {"arithmetic": arithmetic, "tools": tools, "words": wordwork, "instructions": instructed, "dialogue": dialogue, "about": about}


class Client:
    def __init__(self, url: str, model: str):
        self.url, self.model = url.rstrip("/") + "/v1/chat/completions", model

    def complete(self, messages: list[dict], conversation: Conversation, temperature: float, seed: int) -> tuple[dict, bool]:
        """The choice, with `usage` in it, and whether its Harmony was well-formed."""
        body = {"model": self.model, "messages": messages, "reasoning_effort": conversation.effort, "temperature": temperature,
                "seed": seed, "max_completion_tokens": 700}
        if conversation.tools:
            body["tools"] = [{"type": "function", "function": tool} for tool in conversation.tools]
        request = urllib.request.Request(self.url, json.dumps(body).encode(), {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=600) as answer:
                whole = json.load(answer)
                repaired = answer.headers["chorale-repairs"] is not None
        except urllib.error.HTTPError as error:
            if error.code < 500:
                raise SystemExit(f"the server answers {error.code}: {error.read().decode()}") from error
            return {"message": {"content": None}, "finish_reason": "error", "usage": {}}, False
        choice = whole["choices"][0] | {"usage": whole["usage"]}
        formed = not repaired and choice["finish_reason"] in ("stop", "tool_calls") and bool(choice["message"].get("reasoning"))
        return choice, formed


def history(conversation: Conversation) -> list[dict]:
    """The messages up to the last user's."""
    messages = [{"role": "developer", "content": conversation.instructions}] if conversation.instructions is not None else []
    for exchange in conversation.exchanges[:-1]:
        messages.append({"role": "user", "content": exchange.user})
        for step in exchange.steps:
            messages += told(step)
    return messages + [{"role": "user", "content": conversation.exchanges[-1].user}]


def told(step: Step) -> list[dict]:
    if step.call is None:
        return [{"role": "assistant", "content": plain(step.final or "")}]
    call = {"id": f"call_{abs(hash(step.call.json))}", "type": "function",
            "function": {"name": step.call.name, "arguments": step.call.json}}
    return [{"role": "assistant", "content": step.preamble, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": call["id"], "content": step.call.result}]


def same(expected: str, found: str) -> bool:
    return " ".join(expected.split()) == " ".join(found.split())


def asked(client: Client, conversation: Conversation, temperature: float, seed: int) -> dict:
    """Plays the last exchange; a wrong call ends it."""
    messages = history(conversation)
    right = formed = True
    lengths, answer = [], ""
    for step in conversation.exchanges[-1].steps:
        choice, well_formed = client.complete(messages, conversation, temperature, seed)
        formed = formed and well_formed
        message = choice["message"]
        details = choice["usage"].get("completion_tokens_details") or {}
        lengths.append(details.get("reasoning_tokens", 0))
        calls = message.get("tool_calls") or []
        answer = json.dumps([call["function"] for call in calls]) if calls else message.get("content") or ""
        if step.call is None:
            check = conversation.check or (lambda said, final=plain(step.final or ""): same(final, said))
            right = right and not calls and check(answer)
            break
        try:
            right = len(calls) == 1 and calls[0]["function"]["name"] == step.call.name \
                and json.loads(calls[0]["function"]["arguments"]) == step.call.arguments
        except ValueError:
            right = False
        if not right:
            break
        messages += told(Step(step.analysis, call=step.call, preamble=message.get("content")))
    return {"right": right, "formed": formed, "reasoning": sum(lengths) / len(lengths), "answer": answer}


def rows(count: int, seed: int) -> list[tuple[str, Conversation]]:
    """(the table's row, conversation): arithmetic at each effort, the others at all."""
    result = []
    for name, family in FAMILIES.items():
        rng = random.Random(f"evaluation {seed} {name}")
        wanted = dict.fromkeys(EFFORTS, count) if name == "arithmetic" else dict.fromkeys(EFFORTS, -(-count // 3))
        while any(wanted.values()):
            conversation = family.sample(rng, "held-out")
            if wanted[conversation.effort]:
                wanted[conversation.effort] -= 1
                result.append((f"{name}, {conversation.effort}" if name == "arithmetic" else name, conversation))
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--model", default="chorale-demo")
    parser.add_argument("--count", type=int, default=100, help="conversations a row")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parallel", type=int, default=8)
    parser.add_argument("--wrong", action="store_true", help="print every wrong answer")
    options = parser.parse_args()
    client = Client(options.url, options.model)
    asking = rows(options.count, options.seed)

    def run(item):
        index, (row, conversation) = item
        return row, conversation, asked(client, conversation, 0, index), asked(client, conversation, 1, index)

    results = collections.defaultdict(list)
    formed = []
    with concurrent.futures.ThreadPoolExecutor(options.parallel) as pool:
        for row, conversation, greedy, sampled in pool.map(run, enumerate(asking)):
            results[row].append(greedy)
            formed.append(sampled["formed"])
            if options.wrong and not greedy["right"]:
                last = conversation.exchanges[-1]
                expected = last.steps[-1].call.json if last.steps[-1].call else plain(last.steps[-1].final or "")
                print(f"{row} ({conversation.effort}) | {conversation.instructions or ''} | {last.user} | {expected} | {greedy['answer']}")
            if options.wrong and not sampled["formed"]:
                print(f"not well-formed: {row} ({conversation.effort}) | {conversation.exchanges[-1].user} | {sampled['answer']}")
    print(f"\n{options.model}, {datetime.date.today()}, held out, {len(asking)} conversations\n")
    print("| | right | mean tokens of analysis |\n|---|---|---|")
    for row, found in results.items():
        right = sum(item["right"] for item in found) / len(found)
        print(f"| {row} | {right:.1%} of {len(found)} | {sum(item['reasoning'] for item in found) / len(found):.0f} |")
    print(f"| well-formed Harmony at temperature 1 | {sum(formed) / len(formed):.1%} of {len(formed)} | |")


if __name__ == "__main__":
    main()
