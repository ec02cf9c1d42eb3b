#!/usr/bin/env python3
"""How far servers of one model are from a reference: at each place of answers that the reference wrote, decoded one by one, the next token's
distribution of each is compared with the reference's.

    chorale serve --port 8081 --compute exact
    chorale serve --port 8082 --compute fast
    make_gguf.py Sources/DemoModel/Resources/chorale-demo demo.gguf; llama-server -m demo.gguf --port 8083
    fidelity.py http://127.0.0.1:8081 chorale=http://127.0.0.1:8082 llama-server=http://127.0.0.1:8083

The Kullback-Leibler divergence is that of the reference's twenty most probable tokens and of all others together.
"""

import argparse
import json
import math
import urllib.request

TOP = 20
QUESTIONS = [
    "What is 317 + 468?", "How much is 12 times 34?", "Which is larger, 0.75 or 0.8?", "What is 1000 - 999?", "Spell 'seven' backwards.",
    "Who are you?", "What is 25 percent of 640?", "Say hello in three words.",
]


def post(url, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def chorale(url, model, tokens):
    """Log-probabilities of the most probable next tokens, by id."""
    answer = post(url + "/v1/completions", {
        "model": model, "prompt": tokens, "max_tokens": 1, "temperature": 0, "logprobs": TOP, "return_tokens_as_token_ids": True})
    top = answer["choices"][0]["logprobs"]["top_logprobs"][0]
    return {int(name.split(":")[1]): value for name, value in top.items()}


def llama(url, model, tokens):
    answer = post(url + "/completion", {
        "prompt": tokens, "n_predict": 1, "temperature": 0, "n_probs": 10 * TOP, "cache_prompt": True, "ignore_eos": False})
    return {entry["id"]: entry["logprob"] for entry in answer["completion_probabilities"][0]["top_logprobs"]}


def divergence(reference, other):
    top = sorted(reference.items(), key=lambda item: -item[1])[:TOP]
    floor = min(other.values())
    pairs = [(math.exp(value), math.exp(other.get(token, floor))) for token, value in top]
    rest = tuple(max(1e-9, 1 - sum(pair[side] for pair in pairs)) for side in (0, 1))
    return sum(p * math.log(p / max(q, 1e-12)) for p, q in pairs + [rest])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reference", help="URL of a Chorale")
    parser.add_argument("others", nargs="+", metavar="NAME=URL", help="a Chorale, or a llama-server where the name begins with llama")
    parser.add_argument("--positions", type=int, default=1024)
    options = parser.parse_args()
    model = json.load(urllib.request.urlopen(options.reference + "/v1/models"))["data"][0]["id"]
    others = [(name, llama if name.startswith("llama") else chorale, url)
              for name, url in (other.split("=", 1) for other in options.others)]
    results = {name: [] for name, _, _ in others}
    seed = 0
    while min(len(values) for values in results.values()) < options.positions:
        answer = post(options.reference + "/v1/chat/completions", {
            "model": model, "messages": [{"role": "user", "content": QUESTIONS[seed % len(QUESTIONS)]}], "temperature": 1, "seed": seed,
            "max_tokens": 160, "return_token_ids": True})
        seed += 1
        prompt, tokens = answer["prompt_token_ids"], answer["choices"][0]["token_ids"]
        for place in range(len(tokens)):
            known = prompt + tokens[:place]
            reference = chorale(options.reference, model, known)
            best = max(reference, key=reference.get)
            for name, ask, url in others:
                other = ask(url, model, known)
                results[name].append((divergence(reference, other), max(other, key=other.get) == best))
    print(f"{'beside the reference':24}{'positions':>11}{'mean KL, nats':>15}{'median':>10}{'99 %':>10}{'worst':>10}{'same top token':>16}")
    for name, values in results.items():
        ordered = sorted(value for value, _ in values)
        same = sum(isSame for _, isSame in values) / len(values)
        print(f"{name:24}{len(values):>11}{sum(ordered) / len(ordered):>15.2e}{ordered[len(ordered) // 2]:>10.1e}"
              f"{ordered[len(ordered) * 99 // 100]:>10.1e}{ordered[-1]:>10.4f}{same:>15.2%}")


main()
