#!/usr/bin/env python3
"""Averages checkpoints of one run, in float32: the ends of several continuations are together better than each.

    average.py OUT CHECKPOINT=SHARE CHECKPOINT=SHARE …
"""
import argparse

import torch


def average(paths_and_shares):
    """The first checkpoint, with the weighted mean of all models."""
    total = sum(share for _, share in paths_and_shares)
    result, model = None, {}
    for path, share in paths_and_shares:
        checkpoint = torch.load(path, map_location="cpu", weights_only=True)
        for name, tensor in checkpoint["model"].items():
            model[name] = model.get(name, 0) + tensor.float() * (share / total)
        result = result or {key: checkpoint[key] for key in ("configuration", "progress")}
    return result | {"model": model}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("checkpoints", nargs="+")
    arguments = parser.parse_args()
    parts = [text.rpartition("=") for text in arguments.checkpoints]
    torch.save(average([(path, float(share)) for path, _, share in parts]), arguments.out)


if __name__ == "__main__":
    main()
