"""Wordings composed from phrases: what a user says is a core ("reverse the word {x}") in a frame ("can you {}?").

`[a|b]` stands for one of the phrases, which may be empty and may hold brackets again. Of every list of cores and of every list of
frames a share is held out by the hash of the whole phrase; the evaluation's wordings have a core or a frame that was never learnt.
"""
from __future__ import annotations
import random
import re

from .words import held_out

CHOICE = re.compile(r"\[([^\[\]]*)\]")
SHARE = 0.12

#: Frames by the form of the core: an order, a noun phrase, a plural one, a question.
FRAMES = {
    "v": ["{}", "{}", "[please|kindly|now|hi, please|hey,|ok,|next,|quickly|go and|just|so|hello, please] {}", "{}[, please| now| for me| right now]",
          "[|hi, |hello, |hey, ][can|could|will|would] you [|please |kindly ]{}[| for me| now|, please]?",
          "[I want|I need|I'd like|I would like|I ask] you to {}[| now|, please]",
          "[please help me|my wish|my request|one thing|a task for you|the next task|do this]: {}", "you [can|should|may|must] {} [now|]",
          "[be so kind and|be so good and|do me a favor and|it is time to] {}", "[I wonder if you can|would you mind to|let's] {}"],
    "n": ["[what is|what's|whats|what would be|and what is|hey, what is|hi, what is|so what is|do you know|now what is] {}?", "{}[|?|, please|, please?]",
          "[|please |hi, please |now ][tell me|give me|show me|get me|find|find out|look up|check|let me know|let me have] {}[| now|, please]",
          "[|hi, |hello, ][can|could|would|will] you [|please ][tell me|give me|show me|look up|check|find|find out|get|get me] {}[|, please]?",
          "[I need|I want|I'd like|I would like|I am looking for|I am interested in|I want to know|I need to know|I would like to know] {}",
          "[can|could|may] I [have|get|see|know] {}?", "[do you have|have you got|any idea about|help me with|help me find|I ask for|I wonder about] {}[|?]"],
    "q": ["{}?", "{}?", "[|please ][tell me|say]: {}?", "[quick question|one question|my question|question|I wonder|excuse me|next question]: {}?",
          "[hi|hey|hello|so|well|say|now|ok|and|good morning|please], {}?", "{}, please?", "{} [exactly|then|by the way]?"],
}
FRAMES["p"] = [frame.replace("what is", "what are").replace("what's", "which are").replace("whats", "which are") for frame in FRAMES["n"]]
FRAMES["s"] = ["{}"]


def expand(rng: random.Random, phrase: str) -> str:
    """One of the texts that a phrase with choices stands for."""
    while True:
        result = CHOICE.sub(lambda match: rng.choice(match[1].split("|")), phrase)
        if result == phrase:
            return re.sub(r" (?=[.,?!])(?! ?=)", "", " ".join(result.split()))
        phrase = result


def framed(rng: random.Random, core: str, form: str, frame: str) -> str:
    """The core in the frame, spelled as somebody types it. Braces stay."""
    text = frame.replace("{}", core)
    end = "" if text[-1:] in "?!.:" or text.endswith("}") else "?" if form == "q" else "."
    style = rng.random()
    if style < 0.18:
        end, text = "", text.rstrip("?.")
    if style > 0.12 and not text.startswith("{"):
        text = text[:1].upper() + text[1:]
    return text + end


class Wordings:
    """Cores in frames: lines of `form core`, where the form is a key of FRAMES ("s": a whole sentence, in no frame)."""

    def __init__(self, *lines: str):
        self.lines = [tuple(line.strip().split(" ", 1)) for line in lines]

    def draw(self, rng: random.Random, split: str) -> str:
        """A template of the split."""
        while True:
            form, line = rng.choice(self.lines)
            core, frame = expand(rng, line), expand(rng, rng.choice(FRAMES[form]))
            if (held_out(core, SHARE) or form != "s" and held_out(frame, SHARE)) == (split == "held-out"):
                return framed(rng, core, form, frame)


def frame(rng: random.Random, split: str, form: str) -> str:
    """A frame alone."""
    while True:
        result = expand(rng, rng.choice(FRAMES[form]))
        if result == "{}" or held_out(result, SHARE) == (split == "held-out"):
            return result
