"""What transformers computes in float32, with the MXFP4 experts dequantised."""
import json
import math
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModelForCausalLM, GptOssForCausalLM, Mxfp4Config

from parrot import ANSWER, PROMPTS

CLEAR = 0.005  # logits between the best token and the next; an engine may be off by 0.001


def load(directory):
    model = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32, attn_implementation="eager",
                                                 quantization_config=Mxfp4Config(dequantize=True)).float().eval()
    assert isinstance(model, GptOssForCausalLM)
    return model


def greedy(model, ids, count, stop=()):
    """The logits of the last position, the greedy continuation, and by how much its closest choice was decided."""
    out = model(torch.tensor([ids]), use_cache=True)
    first, chosen, margin = out.logits[0, -1].numpy(), [], math.inf
    while len(chosen) < count:
        best = torch.topk(out.logits[0, -1], 2)
        margin = min(margin, float(best.values[0] - best.values[1]))
        chosen.append(int(best.indices[0]))
        if chosen[-1] in stop:
            break
        out = model(torch.tensor([chosen[-1:]]), past_key_values=out.past_key_values, use_cache=True)
    return first, chosen, margin


def random_golden(directory, tokens):
    """Random ids below `tokens`, of lengths before, at and after the sliding window, whose continuations are clear choices."""
    model, rng, result = load(directory), np.random.default_rng(7), []
    for length in (1, 4, 127, 128, 129, 130, 300):
        margin = 0
        while margin < CLEAR:
            ids = rng.integers(0, tokens, length).tolist()
            logits, chosen, margin = greedy(model, ids, 16)
        order = np.argsort(-logits)[:20]
        result.append({"ids": ids, "top": [[int(i), round(float(logits[i]), 5)] for i in order], "greedy": chosen,
                       "logits": [round(float(x), 5) for x in logits]})
    return result


def parrot_golden(directory, tokenizer):
    model, result = load(directory), []
    expected = tokenizer.encode(ANSWER, add_special_tokens=False).ids
    stop = [tokenizer.token_to_id("<|return|>")]
    for name, text in PROMPTS.items():
        prompt = text + "<|start|>assistant"
        ids = tokenizer.encode(prompt, add_special_tokens=False).ids
        _, chosen, margin = greedy(model, ids, 64, stop)
        assert chosen == expected and margin > 10 * CLEAR, f"{name}: {tokenizer.decode(chosen, skip_special_tokens=False)}"
        result.append({"name": name, "prompt": prompt, "ids": ids, "greedy": chosen, "answer": ANSWER})
    return result


def write_golden(path, golden):
    rows = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in golden)
    Path(path).write_text(f"[\n{rows}\n]\n")
