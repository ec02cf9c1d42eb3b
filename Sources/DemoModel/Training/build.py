#!/usr/bin/env python3
"""Writes the corpus as shards of token rows, for train.py.

    build.py OUT --tokenizer tokenizer.json [--shards N] [--first N] [--share FAMILY=N …]

A document is a shared beginning (system and developer message, branch 0) and as many independent conversations as fit (branches 1, 2, …);
a row holds one or more documents. Shard n is the same whenever it is made again. Arrays, for each row length T: `t{T}_tokens`, `_positions`,
`_documents` (-1: padding), `_branches`, `_targets` (the next token where it is the assistant's, else -1): int16 [rows, T].
`validation.npz` holds rows of the held-out split, with `_topics`.
"""
from __future__ import annotations
import argparse
import os
import random
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from corpus.conversation import SPELLED_CLOSE, SPELLED_OPEN, Conversation, branches, prefix_text
from corpus.mixture import Mixture, date, shares_with

LENGTHS = (320, 768)
TOKENS_PER_SHARD = 1 << 20
TOPICS = ("arithmetic", "tools", "words", "instructions", "dialogue", "about")


class Encoder:
    def __init__(self, path: str):
        self.tokenizer = Tokenizer.from_file(path)
        self.pieces: dict[str, list[int]] = {}
        self.letters = {chr(byte): self.tokenizer.encode(chr(byte)).ids for byte in range(32, 127)}

    def ids(self, text: str) -> list[int]:
        """Token ids; what stands between the marks of `spelled` letter by letter."""
        result: list[int] = []
        while text:
            before, _, rest = text.partition(SPELLED_OPEN)
            result += self.tokenizer.encode(before).ids
            letters, _, text = rest.partition(SPELLED_CLOSE)
            for letter in letters:
                result += self.letters.get(letter) or self.tokenizer.encode(letter).ids
        return result


class Document:
    """A beginning and its branches, as it fills up."""

    def __init__(self, prefix: list[int]):
        self.prefix = len(prefix)
        self.count = 0
        self.tokens, self.positions = list(prefix), list(range(len(prefix)))
        self.branches, self.targets, self.topics = [0] * len(prefix), [-1] * len(prefix), [-1] * len(prefix)

    def __len__(self):
        return len(self.tokens)

    def add(self, given: list[int], spoken: list[int], topic: int):
        self.count += 1
        self.tokens += given + spoken[:-1]
        length = len(given) + len(spoken) - 1
        self.positions += range(self.prefix, self.prefix + length)
        self.branches += [self.count] * length
        self.targets += [-1] * (len(given) - 1) + spoken
        self.topics += [topic] * length


def documents_of(group: list[Conversation], encoder: Encoder, rng: random.Random) -> list[Document]:
    """The group's conversations in as few documents as hold them; what is too long for any is left out."""
    prefix = encoder.ids(prefix_text(group[0], date(rng)))
    waiting = []
    for conversation in group:
        keeps = rng.random() < 0.5
        for given, spoken in branches(conversation, keeps):
            waiting.append((encoder.ids(given), encoder.ids(spoken), TOPICS.index(conversation.topic)))
    waiting.sort(key=lambda item: -len(item[0]) - len(item[1]))
    limit = LENGTHS[-1] if group[0].tools else LENGTHS[0]
    documents: list[Document] = []
    for given, spoken, topic in waiting:
        length = len(given) + len(spoken) - 1
        if len(prefix) + length > LENGTHS[-1]:
            continue
        fitting = [each for each in documents if len(each) + length <= limit]
        document = max(fitting, key=len, default=None)
        if document is None:
            document = Document(prefix)
            documents.append(document)
        document.add(given, spoken, topic)
    return documents


def packed(documents: list[Document]) -> dict[int, list[list[Document]]]:
    """Rows of documents by length: the longest first, each where the least room is left."""
    rows: dict[int, list[list[Document]]] = {length: [] for length in LENGTHS}
    room: list[list] = []
    for document in sorted(documents, key=len, reverse=True):
        fitting = [entry for entry in room if entry[0] >= len(document)]
        entry = min(fitting, key=lambda entry: entry[0], default=None)
        if entry is None:
            length = min(length for length in LENGTHS if len(document) <= length)
            entry = [length, []]
            room.append(entry)
            rows[length].append(entry[1])
        entry[0] -= len(document)
        entry[1].append(document)
        if entry[0] < 100:
            room = [each for each in room if each is not entry]
    return rows


def shard(seed: int, encoder: Encoder, split: str, tokens: int, shares: dict) -> dict[str, np.ndarray]:
    mixture, rng = Mixture(seed, split, shares), random.Random(f"rows {seed} {split}")
    documents: list[Document] = []
    total = 0
    while total < tokens:
        new = documents_of(mixture.group(), encoder, rng)
        documents += new
        total += sum(map(len, new))
    arrays = {}
    for length, rows in packed(documents).items():
        rng.shuffle(rows)

        def array(values, empty):
            result = np.full((len(rows), length), empty, dtype=np.int16)
            for index, row in enumerate(rows):
                line = [value for number, document in enumerate(row) for value in values(number, document)]
                result[index, :len(line)] = line
            return result

        arrays[f"t{length}_tokens"] = array(lambda _, d: d.tokens, 0)
        arrays[f"t{length}_positions"] = array(lambda _, d: d.positions, 0)
        arrays[f"t{length}_documents"] = array(lambda number, d: [number] * len(d), -1)
        arrays[f"t{length}_branches"] = array(lambda _, d: d.branches, 0)
        arrays[f"t{length}_targets"] = array(lambda _, d: d.targets, -1)
        if split == "held-out":
            arrays[f"t{length}_topics"] = array(lambda _, d: d.topics, -1)
    return arrays


def save(path: Path, arrays: dict[str, np.ndarray]):
    partial = path.with_name("." + path.name)
    with open(partial, "wb") as file:
        np.savez(file, **arrays)
    os.replace(partial, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--shards", type=int, default=40)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--share", action="append", default=[], metavar="FAMILY=N", help="in place of the family's in corpus/mixture.py")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    encoder = Encoder(options.tokenizer)
    shares = shares_with(options.share)
    if options.first == 0:
        save(options.out / "validation.npz", shard(0, encoder, "held-out", 1 << 17, shares))
    for number in range(options.first, options.first + options.shards):
        arrays = shard(number, encoder, "train", TOKENS_PER_SHARD, shares)
        save(options.out / f"shard-{number:05}.npz", arrays)
        learnt = sum(int((a >= 0).sum()) for name, a in arrays.items() if name.endswith("targets"))
        used = [a for name, a in arrays.items() if name.endswith("documents")]
        print(f"shard {number}: {sum(int((a >= 0).sum()) for a in used)} tokens in {sum(a.size for a in used)} places, "
              f"{learnt} to learn", flush=True)


if __name__ == "__main__":
    main()
