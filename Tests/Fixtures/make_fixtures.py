#!/usr/bin/env python3
"""Makes the test fixtures beside it: two gpt-oss checkpoints in the published layout, small enough to commit.

    make_fixtures.py                            needs numpy, tokenizers, and CPU builds of torch and transformers
    make_fixtures.py --golden CHECKPOINT OUT    writes goldens for another checkpoint, without all its logits

tiny-moe/  random weights: hidden 64, 4 layers, 4 experts of which 2 are used, sliding window 128.
parrot/    weights set by hand: whatever it is asked, it answers
           <|channel|>analysis<|message|>We add both these numbers now to see it.<|end|>
           <|start|>assistant<|channel|>final<|message|>The sum is 4!<|return|>
           in this way at temperature 0, in slight variations at temperature 1.

Both have the same vocabulary: 256 bytes, merges trained on a text of `vocabulary.py`, the Harmony special tokens by name, and a few
rows that no token has, as the published models do. Each golden.json holds what transformers computes in float32 with the
MXFP4 experts dequantised; no greedy choice in it is so close that a correct engine could miss it by rounding.
"""
import json
import math
import shutil
import sys
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import AutoTokenizer

from checkpoint import write_configuration, write_weights
from golden import parrot_golden, random_golden, write_golden
from parrot import parrot_weights
from vocabulary import BASE_TOKENS, SPECIAL, train_tokenizer, write_tokenizer

HERE = Path(__file__).parent


def random_weights(seed):
    """As wide as trained weights are, so that attention, routing and the clamp of the SwiGLU all have something to decide."""
    rng = np.random.default_rng(seed)

    def values(name, shape):
        if name.endswith("_blocks"):
            return rng.integers(0, 256, shape, dtype=np.uint8)
        if name.endswith("_scales"):
            return rng.integers(122, 125, shape, dtype=np.uint8)
        normal = rng.standard_normal(shape, dtype=np.float32)
        if "norm" in name:
            return 1 + 0.1 * normal
        if name.endswith("bias"):
            return 0.1 * normal
        if name.endswith("sinks") or "embed" in name:
            return normal
        return normal * (2.0 if "head" in name else 1.0) / math.sqrt(shape[-1])

    return values


def main():
    torch.manual_seed(0)
    torch.set_grad_enabled(False)
    if sys.argv[1:2] == ["--golden"]:
        golden = random_golden(sys.argv[2], 199998)  # the ordinary tokens of the published vocabulary
        write_golden(sys.argv[3], [{key: row[key] for key in ("ids", "top", "greedy")} for row in golden])
        return
    content = train_tokenizer()
    tokenizer = Tokenizer.from_str(json.dumps(content))
    for name, layers, weights in (("tiny-moe", 4, random_weights(0)), ("parrot", 3, parrot_weights(tokenizer))):
        directory = HERE / name
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir()
        write_configuration(directory, layers, tokenizer)
        write_tokenizer(directory, content)
        write_weights(directory / "model.safetensors", layers, weights)
        assert AutoTokenizer.from_pretrained(directory).encode("assistant") == tokenizer.encode("assistant").ids
        tokens = BASE_TOKENS + len(SPECIAL)
        write_golden(directory / "golden.json",
                     random_golden(directory, tokens) if name == "tiny-moe" else parrot_golden(directory, tokenizer))
        print(directory, sum(f.stat().st_size for f in directory.iterdir()), "bytes")


if __name__ == "__main__":
    main()
