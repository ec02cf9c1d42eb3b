"""Arguments and results: what functions take and give back."""
from __future__ import annotations
import json
import random
import re

from .. import words
from ..toolbox import names, pools
from ..words import allowed, held_out

RANGE = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")
BOOLEANS = {"bool": (True, False), "onoff": (True, False)}
_POOLS = {(key, split): allowed(items, split, 0.2) for key, items in pools.POOLS.items() for split in ("train", "held-out")}
_ORDINARY_NAMES, _ORDINARY_CITIES = words.NAMES + names.MORE_NAMES, words.CITIES + names.MORE_CITIES


class Values:
    """Draws values of a split. `lower`: a user who writes names in lower case."""

    def __init__(self, rng: random.Random, split: str, lower: bool = False):
        self.rng, self.split, self.lower = rng, split, lower

    def _make(self, kind: str) -> str:
        rng, pick = self.rng, self.rng.choice
        made_up = rng.random() < 0.4
        if kind == "name":
            first = words.made_up(rng).capitalize() if made_up else pick(_ORDINARY_NAMES)
            return f"{first} {pick(names.SURNAMES)}" if rng.random() < 0.3 else first
        if kind == "city":
            place = words.made_up(rng).capitalize() if made_up else pick(_ORDINARY_CITIES)
            return pick(["New ", "Port ", "San ", "East ", "Old ", "Fort "]) + place if rng.random() < 0.12 else place
        if kind == "madeupname":
            return words.made_up(rng, pick((2, 3))).capitalize()
        if kind == "madeup2":
            return " ".join(words.made_up(rng, pick((1, 2))) for _ in range(pick((2, 2, 3))))
        if kind == "word":
            return words.made_up(rng) if made_up else pick(words.WORDS)
        if kind in ("code", "digits"):
            letters, digits = "ABCDEFGHJKLMNPQRSTUVWXYZ", "0123456789"
            shapes = ["0000", "00000", "000-000", "0000-00", "000000"] if kind == "digits" else \
                ["A0-0000", "A000", "AA-00", "AA000", "0000", "00000", "A-000", "AAA-0", "00-AA", "A0A0", "AA00-0", "#000"]
            return "".join(pick(letters) if c == "A" else pick(digits) if c == "0" else c for c in pick(shapes))
        if kind == "phrase":
            if made_up:
                some = " ".join(pick(words.WORDS) for _ in range(rng.randint(1, 3)))
                return f"{pick(pools.TODO_VERBS)} {pick(('the ', 'a ', '', 'my '))}{some}"
            return f"{pick(pools.TODO_VERBS)} {pick(pools.THINGS)}"
        if kind == "nounphrase":
            return f"a {pick(pools.ADJECTIVES)} {pick(words.WORDS[:350])}"
        if kind == "item":
            return words.made_up(rng) if rng.random() < 0.1 else f"{pick(words.WORDS)} {pick(words.WORDS)}" if made_up else pick(pools.ITEMS)
        if kind in ("title", "title2"):
            if made_up:
                return " ".join(pick(words.WORDS).capitalize() for _ in range(rng.randint(1, 3)))
            return f"{pick(('', '', 'The '))}{pick(pools.TITLE_FIRST)} {pick(pools.TITLE_SECOND)}"
        if kind in ("time", "time2"):
            hour, minute = rng.randint(0, 23), rng.choice((rng.randint(0, 11) * 5, rng.randint(0, 59)))
            return pick((f"{hour}:{minute:02}", f"{hour}:{minute:02}", f"{hour % 12 + 1} {pick(('am', 'pm'))}"))
        if kind == "date":
            month, day = pick(pools.POOLS["month"]), rng.randint(1, 28)
            return pick((f"{month} {day}", f"{day} {month}", f"{rng.randint(1, 12)}/{day}"))
        if kind == "email":
            user = self._make("name").split()[0].lower()
            return f"{user}@{words.made_up(rng, 2)}.{pick(('com', 'org', 'net'))}"
        if kind == "file":
            return f"{self._make('word')}{pick(('', '', '2', '_old', '-7'))}.{pick(pools.FILE_ENDINGS)}"
        if kind == "host":
            numbered = f"{pick(words.WORDS)}{rng.randint(1, 99)}"
            return pick((numbered, f"{words.made_up(rng, 2)}.{pick(('com', 'org', 'net', 'io'))}"))
        if kind == "url":
            return f"{words.made_up(rng, 2)}.{pick(('com', 'org', 'net'))}/{pick(words.WORDS)}"
        if kind == "version":
            return f"{rng.randint(0, 9)}.{rng.randint(0, 30)}.{rng.randint(0, 9)}"
        if kind == "company":
            return words.made_up(rng, 2).capitalize() + pick(("", "", " Corp", " Labs", " Works", " Motors", " Foods"))
        if kind == "address":
            return f"{rng.randint(1, 99)} {pick(words.WORDS[:350]).capitalize()} {pick(('Street', 'Road', 'Lane', 'Avenue'))}"
        if kind == "score":
            return f"{rng.randint(0, 99)}:{rng.randint(0, 99)}"
        if kind == "problem":
            return f"{pick(pools.PROBLEMS_OF)} {pick(pools.PROBLEMS)}"
        raise KeyError(kind)

    def draw(self, kind: str):
        """A value as JSON has it. Choices and days are the same in both splits, and narrow ranges may be."""
        rng, held = self.rng, self.split == "held-out"
        if kind in BOOLEANS:
            return rng.choice(BOOLEANS[kind])
        if "/" in kind:
            return rng.choice(kind.split("/"))
        if kind == "day":
            return rng.choice(pools.DAYS)
        bounds = RANGE.fullmatch(kind)
        if bounds:
            for _ in range(60):
                if "." in kind:
                    number = rng.randint(int(float(bounds[1]) * 10), int(float(bounds[2]) * 10)) / 10
                    number += 0.1 * (number == int(number))
                    number = round(number, 1)
                else:
                    number = rng.randint(int(bounds[1]), int(bounds[2]))
                if held_out(str(number)) == held:
                    break
            return number
        pool = _POOLS.get((kind.rstrip("2"), self.split))
        if pool:
            text = rng.choice(pool)
        else:
            text = self._make(kind)
            while held_out(text) != held:
                text = self._make(kind)
        return text.lower() if self.lower and kind in ("name", "city", "title", "country", "madeupname", "company") else text


def spoken(value) -> str:
    """A value as users say it."""
    return ("on" if value else "off") if isinstance(value, bool) else literal(value)


def literal(value) -> str:
    """A value as it stands in reasoning and answers."""
    return value if isinstance(value, str) else json.dumps(value)
