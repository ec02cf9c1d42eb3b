#!/usr/bin/env python3
"""Proves that an exported checkpoint is the trained model: transformers and model.py compute the same logits in float32.

    check_export.py CHECKPOINT EXPORTED
"""
import sys

import torch
from transformers import AutoModelForCausalLM, GptOssForCausalLM, Mxfp4Config

from configuration import Configuration
from model import Model

LIMIT = 1e-3


def main(checkpoint_path, directory):
    torch.manual_seed(0)
    torch.set_grad_enabled(False)
    torch.compiler.set_stance("force_eager")  # many shapes, each used once
    checkpoint = torch.load(checkpoint_path, map_location="cpu", weights_only=True)
    configuration = Configuration(**checkpoint["configuration"])
    ours = Model(configuration, torch.float32)
    ours.load_state_dict(checkpoint["model"])
    theirs = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32, attn_implementation="eager",
                                                  quantization_config=Mxfp4Config(dequantize=True)).float().eval()
    assert isinstance(theirs, GptOssForCausalLM)
    worst = 0.0
    for rows, length in ((3, 5), (2, 128), (2, 300), (1, 700)):
        tokens = torch.randint(0, configuration.vocabulary, (rows, length))
        expected, got = theirs(tokens).logits, ours.logits(tokens)
        difference = (expected - got).abs().max().item()
        same = (expected.argmax(-1) == got.argmax(-1)).float().mean().item()
        print(f"{rows} x {length} tokens: largest difference {difference:.1e} of logits up to {expected.abs().max():.1f}, "
              f"same best token {same:.1%}")
        worst = max(worst, difference)
    if not worst < LIMIT:
        sys.exit(f"the models differ by {worst}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
