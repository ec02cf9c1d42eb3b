#!/usr/bin/env python3
"""Trains the demonstration model's tokenizer on its corpus: a byte-level BPE with the o200k split, digits single.

    vocabulary.py OUT/tokenizer.json

Two kinds of merges, in this order:
1. within words, trained on pieces without what may stand before a word (a space, a hyphen, an underscore);
2. that character with a whole common word (`Ġ`+`the`), or with a single letter after a hyphen.
So a word has the same tokens wherever it stands, unless it is a common one: what a user says can be copied into JSON token by token.
Names and other subject matter are mostly left out of the counts, so that they are read in short pieces whose letters the model knows.
"""
from __future__ import annotations
import collections
import json
import sys
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, models, pre_tokenizers, trainers

from corpus.conversation import SPELLED_CLOSE, SPELLED_OPEN, branches, prefix_text
from corpus.mixture import SHARES, Mixture
from corpus.words import CITIES, NAMES, WORDS

WORD_MERGES, LEADING_MERGES, GROUPS = 1800, 700, 8000
SPECIAL = ["<|startoftext|>", "<|endoftext|>", "<|return|>", "<|constrain|>", "<|channel|>", "<|start|>", "<|end|>", "<|message|>",
           "<|call|>", "<|endofprompt|>"]
SPLIT = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+"])


def pre_tokenizer():
    return pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(SPLIT), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def texts(seed: int = 1):
    """The corpus's text between special tokens, without what is written letter by letter."""
    mixture = Mixture(seed, "train", SHARES)
    for _ in range(GROUPS):
        group = mixture.group()
        parts = [prefix_text(group[0], "2026-01-31")]
        for conversation in group:
            for given, spoken in branches(conversation, False):
                parts += [given, spoken]
        for part in parts:
            while SPELLED_OPEN in part:
                before, _, rest = part.partition(SPELLED_OPEN)
                part = before + "\n" + rest.partition(SPELLED_CLOSE)[2]
            for special in SPECIAL:
                part = part.replace(special, "\n\n")
            yield part


def counted_pieces() -> collections.Counter:
    """How often each piece of the split occurs, in the byte-level alphabet."""
    splitter = pre_tokenizer()
    counts: collections.Counter = collections.Counter()
    lines = collections.Counter(texts())
    for text, count in lines.items():
        for piece, _ in splitter.pre_tokenize_str(text):
            counts[piece] += count
    return counts


def leading(piece: str) -> tuple[str, str]:
    """(what stands before the word, the word)."""
    if len(piece) > 1 and piece[1] not in "ĠĊ" and (piece[0] == "Ġ" or piece[0].isascii() and not piece[0].isalnum() and piece[1].isalpha()):
        return piece[0], piece[1:]
    return "", piece


def trained() -> Tokenizer:
    counts = counted_pieces()
    subject = {word.lower() for word in WORDS + NAMES + CITIES}
    words: collections.Counter = collections.Counter()
    led: collections.Counter = collections.Counter()
    for piece, count in counts.items():
        first, word = leading(piece)
        words[word] += max(1, count // 20) if word.lower() in subject else count
        if first and word.lower() not in subject:
            led[first, word] += count
    base = Tokenizer(models.BPE())
    base.pre_tokenizer = pre_tokenizers.Split("\n", "removed")
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    base.train_from_iterator(
        ("\n".join([word] * min(count, 20000)) for word, count in sorted(words.items()) if count > 2),
        trainers.BpeTrainer(vocab_size=256 + WORD_MERGES, initial_alphabet=alphabet, show_progress=False))
    content = json.loads(base.to_str())["model"]
    vocabulary, merges = content["vocab"], content["merges"]
    assert [vocabulary[left + right] for left, right in merges] == list(range(256, len(vocabulary))), "a token has two merges"
    best = [pair for pair, _ in sorted(led.items(), key=lambda item: (-item[1], item[0]))
            if pair[1] in vocabulary and (len(pair[1]) > 1 or pair[0] == "-" or pair[1] in ("a", "I", "=", "(", "-", "+", "{"))]
    for first, word in best[:LEADING_MERGES]:
        merges.append([first, word])
        vocabulary[first + word] = len(vocabulary)
    whole = Tokenizer(models.BPE(vocab=vocabulary, merges=[tuple(pair) for pair in merges]))
    whole.pre_tokenizer = pre_tokenizer()
    whole.add_special_tokens([AddedToken(name, normalized=False, special=True) for name in SPECIAL])
    return whole


def main():
    path = Path(sys.argv[1])
    content = json.loads(trained().to_str())
    content["post_processor"] = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": False, "use_regex": True}
    content["decoder"] = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True}
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")))
    print(len(content["model"]["vocab"]), "tokens and", len(SPECIAL), "special ones in", path)


if __name__ == "__main__":
    main()
