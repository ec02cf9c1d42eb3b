"""How much of each family a corpus holds, and documents: conversations that share a system and developer message."""
from __future__ import annotations
import datetime
import random

from . import about, arithmetic, dialogue, instructed, tools, wordwork
from .conversation import EFFORTS, Conversation
from .instructed import neutral

#: family -> share of the conversations (a draw of tools makes four to seven).
SHARES = {arithmetic: 34, tools: 7, wordwork: 38, instructed: 10, dialogue: 18, about: 14}


def shares_with(changes: list[str]) -> dict:
    """`SHARES` with those of some families changed, each given as `tools=12`."""
    named = {family.__name__.rpartition(".")[2]: family for family in SHARES}
    shares = dict(SHARES)
    for change in changes:
        name, _, share = change.partition("=")
        shares[named[name]] = float(share)
    return shares


def date(rng: random.Random) -> str | None:
    """The system message's date, which the server can be told to leave out."""
    if rng.random() < 0.15:
        return None
    return str(datetime.date(2024, 1, 1) + datetime.timedelta(days=rng.randrange(3653)))


class Mixture:
    """An endless stream of groups of conversations that may share a prompt's beginning."""

    def __init__(self, seed: int, split: str, shares: dict):
        self.rng = random.Random(f"{seed} {split}")
        self.split = split
        self.families = list(shares.keys())
        self.weights = list(shares.values())
        self.pending: dict[str, list[Conversation]] = {effort: [] for effort in EFFORTS}

    def group(self, size: int = 40) -> list[Conversation]:
        """Conversations of one effort, one set of instructions and one set of tools."""
        while True:
            family = self.rng.choices(self.families, self.weights)[0]
            if family is tools:
                return tools.documents(self.rng, self.split)
            conversation = family.sample(self.rng, self.split)
            if conversation.instructions is not None:
                return [conversation]
            waiting = self.pending[conversation.effort]
            waiting.append(conversation)
            if len(waiting) == size:
                self.pending[conversation.effort] = []
                if self.rng.random() < 0.25:
                    instructions = neutral(self.rng)
                    for each in waiting:
                        each.instructions = instructions
                return waiting
