#!/usr/bin/env python3
"""Trains the demo model on shards of packed conversation trees, for a given time.

    train.py --shards DIR --tokenizer tokenizer.json --out DIR --minutes M [--resume] [--initial EXPORTED_MODEL_DIR]

Shards are DIR/shard-00000.npz and so on, taken in order; the next may be written while this one is learnt. The file
DIR/validation.npz, if present, measures what is learnt. Writes OUT/checkpoint.pt every five minutes and at the end.
"""
import argparse
import json
import math
import os
import signal
import sys
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from configuration import Configuration
from export import read_weights
from model import Model

FIELDS = ("tokens", "positions", "documents", "branches", "targets")
BALANCE_COEFFICIENT = 0.01
WARM_UP_STEPS = 100
DECAY_SHARE, FINAL_RATE = 0.85, 0.02
CHECKPOINT_SECONDS, REPORT_STEPS, VALIDATION_STEPS = 300, 20, 200


def read_batches(path, tokens_per_batch, seed):
    """A shard's batches {field: [rows, T]} in an order shuffled by the seed. The last of each T is filled up with its first rows."""
    random, batches = np.random.default_rng(seed), []
    with np.load(path) as shard:
        lengths = sorted(int(name[1:-len("_tokens")]) for name in shard.files if name.endswith("_tokens"))
        for length in lengths:
            fields = {name: shard[f"t{length}_{name}"] for name in FIELDS}
            count, rows = len(fields["tokens"]), max(1, tokens_per_batch // length)
            order = np.resize(random.permutation(count), -(-count // rows) * rows) if count else np.zeros(0, int)
            for picked in order.reshape(-1, rows):
                batches.append({name: torch.from_numpy(values[picked]) for name, values in fields.items()})
    return [batches[index] for index in random.permutation(len(batches))]


class Stream:
    """The batches of all shards in order, from a place (shard, batch) on."""

    def __init__(self, directory, tokens_per_batch, shard=0, batch=0):
        self.directory, self.tokens_per_batch = Path(directory), tokens_per_batch
        self.shard, self.batch, self.batches = shard, batch, None
        self.waited = 0.0

    def next(self):
        """The next batch, or None once the file `end` lies in the directory and all shards are used."""
        while self.batches is None or self.batch >= len(self.batches):
            if self.batches is not None:
                self.shard, self.batch, self.batches = self.shard + 1, 0, None
            path = self.directory / f"shard-{self.shard:05}.npz"
            began = time.monotonic()
            while not path.exists():
                if (self.directory / "end").exists():
                    return None
                time.sleep(0.2)
            self.waited += time.monotonic() - began
            self.batches = read_batches(path, self.tokens_per_batch, self.shard)
        batch, self.batches[self.batch] = self.batches[self.batch], None
        self.batch += 1
        return batch


@torch.compile(dynamic=False, fullgraph=True)
def muon_momentum(gradient, momentum, clip):
    """Updates the momentum; returns the Nesterov direction, scaled to a Frobenius norm below 1, in bfloat16."""
    gradient = gradient * clip
    momentum = momentum.lerp(gradient, 0.05)
    direction = gradient.lerp(momentum, 0.95)
    return momentum, (direction / (direction.square().sum((-2, -1), keepdim=True).sqrt() * 1.02 + 1e-7)).bfloat16()


@torch.compile(dynamic=False, fullgraph=True)
def muon_step(weight, direction, rate, decay):
    return weight * (1 - rate * decay) - rate * direction


def orthogonalized(x, steps=5):
    """The nearest orthogonal matrices, roughly: singular values go to about 1 (Newton-Schulz iteration, in bfloat16)."""
    a, b, c = 3.4445, -4.7750, 2.0315
    tall = x.shape[-2] > x.shape[-1]
    for _ in range(steps):
        square = x.mT @ x if tall else x @ x.mT
        factor = torch.baddbmm(square, square, square, beta=b, alpha=c)
        x = torch.baddbmm(x, x, factor, beta=a) if tall else torch.baddbmm(x, factor, x, beta=a)
    return x


class Muon(torch.optim.Optimizer):
    """Momentum whose update is made orthogonal, for matrices [..., rows, columns]."""

    def __init__(self, parameters, rate=0.02, decay=0.05):
        super().__init__(parameters, {"lr": rate, "decay": decay})

    @torch.no_grad()
    def step(self, clip):
        for group in self.param_groups:
            for parameter in group["params"]:
                state = self.state[parameter]
                if not state:
                    state["momentum"] = torch.zeros_like(parameter)
                shape = parameter.shape
                matrices = (-1, shape[-2], shape[-1])
                momentum, direction = muon_momentum(parameter.grad.view(matrices), state["momentum"].view(matrices), clip)
                state["momentum"].copy_(momentum.view(shape))
                rate = torch.tensor(group["lr"] * max(1.0, shape[-2] / shape[-1]) ** 0.5)
                decay = torch.tensor(group["decay"] * group["lr"]) / rate
                parameter.copy_(muon_step(parameter, orthogonalized(direction).view(shape), rate, decay))


def optimizers(model, muon_rate, adam_rate, embedding_rate):
    """Muon for the layers' matrices, AdamW for the rest."""
    matrices, vectors = [], []
    for name, parameter in model.layers.named_parameters():
        is_matrix = parameter.dim() >= 2 and "bias" not in name and "router" not in name
        (matrices if is_matrix else vectors).append(parameter)
    muon = Muon(matrices, rate=muon_rate)
    adam = torch.optim.AdamW([
        {"params": [model.embedding], "lr": embedding_rate, "weight_decay": 0.01},
        {"params": [model.head], "lr": adam_rate, "weight_decay": 0.01},
        {"params": vectors + [model.norm], "lr": adam_rate, "weight_decay": 0.0}], betas=(0.9, 0.95), eps=1e-10, fused=True)
    for optimizer in (muon, adam):
        for group in optimizer.param_groups:
            group["initial"] = group["lr"]
    return muon, adam


def rate_factor(step, spent, budget):
    """Warm-up by steps; then constant, and a linear decay over most of the time."""
    left = max(0.0, 1 - spent / budget) / DECAY_SHARE
    return min(1.0, (step + 1) / WARM_UP_STEPS) * min(1.0, FINAL_RATE + (1 - FINAL_RATE) * left)


def validate(model, path, tokens_per_batch, topic_names):
    """Loss and token accuracy on the held-out shard, by topic if it says which documents are about what."""
    losses, right, topics = [], [], []
    with np.load(path) as shard, torch.no_grad():
        for length in sorted(int(name[1:-len("_tokens")]) for name in shard.files if name.endswith("_tokens")):
            fields = {name: torch.from_numpy(shard[f"t{length}_{name}"]) for name in FIELDS}
            count, rows = len(fields["tokens"]), tokens_per_batch // length
            names = (f"t{length}_topics", "topics")
            by_token = next((torch.from_numpy(shard[name]) for name in names
                             if name in shard.files and len(shard[name]) == count), None)
            for start in range(0, count - rows + 1, rows):
                batch = {name: values[start:start + rows] for name, values in fields.items()}
                loss, correct, _, _ = model.loss(**batch)
                losses.append(loss.item())
                right.append(correct)
                if by_token is not None:
                    of_row = by_token[start:start + rows]
                    of_row = of_row if of_row.dim() == 2 else of_row[:, None].expand_as(batch["targets"])
                    topics.append(of_row[batch["targets"] >= 0])
    if not losses:
        return "validation: no full batch"
    right = torch.cat(right).float()
    line = f"validation: loss {np.mean(losses):.4f}, tokens right {right.mean():.2%}"
    if topics and len(topics) == len(losses):
        topics = torch.cat(topics).long()
        found = sorted(set(topics.tolist()) - {-1})
        line += "; " + ", ".join(f"{topic_names.get(topic, topic)} {right[topics == topic].mean():.1%}" for topic in found)
    return line


class Training:
    """The model, its optimisers, the data, and how far all of them are."""

    def __init__(self, arguments):
        self.arguments, self.out = arguments, Path(arguments.out)
        self.out.mkdir(parents=True, exist_ok=True)
        self.path = self.out / "checkpoint.pt"
        self.progress = {"step": 0, "seconds": 0.0, "tokens": 0, "shard": 0, "batch": 0}
        torch.manual_seed(arguments.seed)
        saved = None
        if arguments.resume and self.path.exists():
            saved = torch.load(self.path, map_location="cpu", weights_only=True)
            configuration = Configuration(**saved["configuration"])
        else:
            count = Tokenizer.from_file(arguments.tokenizer).get_vocab_size()
            sizes = {name: getattr(arguments, name) for name in ("hidden", "layers", "heads", "key_value_heads", "head_size",
                                                                 "experts", "experts_per_token", "intermediate")}
            configuration = Configuration(vocabulary=-(-count // 64) * 64, **sizes)
        self.model = Model(configuration)
        self.optimizers = optimizers(self.model, arguments.muon_rate, arguments.adam_rate, arguments.embedding_rate)
        if saved:
            self.model.load_state_dict(saved["model"])
            for optimizer, state in zip(self.optimizers, saved["optimizers"]):
                optimizer.load_state_dict(state)
            for optimizer, fresh in zip(self.optimizers, (arguments.muon_rate,)):
                optimizer.param_groups[0]["initial"] = fresh
            self.progress = saved["progress"]
        elif arguments.initial:
            self.model.load_state_dict(read_weights(arguments.initial, configuration.layers))
        self.stream = Stream(arguments.shards, arguments.tokens_per_step, self.progress["shard"], self.progress["batch"])
        self.spent_before, self.began = self.progress["seconds"], time.monotonic()
        self.stopping = False
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "stopping", True))

    def spent(self):
        """Seconds of training, without those in which no data was there."""
        return self.spent_before + time.monotonic() - self.began - self.stream.waited

    def save(self):
        self.progress["seconds"] = self.spent()
        self.progress["shard"], self.progress["batch"] = self.stream.shard, self.stream.batch
        temporary = self.path.with_suffix(".temporary")
        torch.save({"configuration": asdict(self.model.configuration), "model": self.model.state_dict(),
                    "optimizers": [optimizer.state_dict() for optimizer in self.optimizers], "progress": self.progress}, temporary)
        os.replace(temporary, self.path)

    def step(self, batch, factor):
        """One step; the loss and the experts' shares [layers, experts]."""
        loss, _, balance, shares = self.model.loss(**batch)
        (loss + BALANCE_COEFFICIENT * balance).backward()
        gradients = [parameter.grad for parameter in self.model.parameters()]
        norm = torch.stack(torch._foreach_norm(gradients)).norm()
        clip = (1.0 / (norm + 1e-6)).clamp(max=1.0)
        muon, adam = self.optimizers
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["initial"] * factor
        torch._foreach_mul_([parameter.grad for group in adam.param_groups for parameter in group["params"]], clip)
        muon.step(clip)
        adam.step()
        self.model.zero_grad(set_to_none=True)
        return loss.detach(), shares.detach(), norm

    def run(self):
        budget, validation = self.arguments.minutes * 60, Path(self.arguments.shards) / "validation.npz"
        topic_file = Path(self.arguments.shards) / "topics.json"
        topic_names = dict(enumerate(json.loads(topic_file.read_text()))) if topic_file.exists() else {}
        losses, all_shares, last, last_tokens = [], [], self.spent(), self.progress["tokens"]
        saved_at = last
        while not self.stopping and self.spent() < budget:
            batch = self.stream.next()
            if batch is None:
                print("no more shards", flush=True)
                break
            factor = rate_factor(self.progress["step"], self.spent(), budget)
            loss, shares, norm = self.step(batch, factor)
            self.progress["step"] += 1
            self.progress["tokens"] += batch["tokens"].numel()
            losses.append(loss.item())
            all_shares.append(shares)
            if not math.isfinite(losses[-1]):
                sys.exit(f"step {self.progress['step']}: the loss is {losses[-1]}; the last checkpoint stays")
            if self.progress["step"] % REPORT_STEPS == 0:
                now, share = self.spent(), torch.stack(all_shares).mean(0) * shares.shape[1]
                print(f"step {self.progress['step']:5}  {now / 60:6.2f} min  loss {np.mean(losses):.4f}  rate x{factor:.3f}  "
                      f"norm {norm:.2f}  {(self.progress['tokens'] - last_tokens) / (now - last):6.0f} tok/s  "
                      f"{self.progress['tokens'] / 1e6:7.2f} M tokens  shard {self.stream.shard}  "
                      f"experts {share.min():.2f}-{share.max():.2f} of even", flush=True)
                losses, all_shares, last, last_tokens = [], [], now, self.progress["tokens"]
            if self.progress["step"] % VALIDATION_STEPS == 0 and validation.exists():
                print(validate(self.model, validation, self.arguments.tokens_per_step, topic_names), flush=True)
                last = self.spent()
            if self.spent() - saved_at > CHECKPOINT_SECONDS:
                self.save()
                saved_at = self.spent()
        self.save()
        if validation.exists() and not self.stopping:
            print(validate(self.model, validation, self.arguments.tokens_per_step, topic_names), flush=True)
        print(f"{'stopped' if self.stopping else 'done'} after {self.progress['step']} steps, {self.spent() / 60:.1f} minutes, "
              f"{self.progress['tokens'] / 1e6:.2f} M tokens: {self.path}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--shards", "--tokenizer", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("--minutes", type=float, required=True, help="of training in all, those before --resume included")
    parser.add_argument("--resume", action="store_true", help="goes on from OUT/checkpoint.pt if it exists")
    parser.add_argument("--initial", help="an exported checkpoint whose weights to start from")
    parser.add_argument("--tokens-per-step", type=int, default=8192)
    parser.add_argument("--muon-rate", type=float, default=0.02)
    parser.add_argument("--adam-rate", type=float, default=1e-3)
    parser.add_argument("--embedding-rate", type=float, default=3e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    for name in ("hidden", "layers", "heads", "key_value_heads", "head_size", "experts", "experts_per_token", "intermediate"):
        parser.add_argument("--" + name.replace("_", "-"), type=int, default=getattr(Configuration, name))
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    Training(arguments).run()


if __name__ == "__main__":
    main()
