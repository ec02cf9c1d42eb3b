"""Developer instructions that shape the answer: upper case, endings and beginnings, numbers only, JSON with given keys."""
from __future__ import annotations
import json
import random

from . import arithmetic, wordwork
from .conversation import EFFORTS, Conversation, Exchange, Step, plain, spelled
from .words import allowed, city, name, word

UPPER = ["Answer in upper case.", "Always answer in upper case.", "Write your answers in capital letters.", "Use upper case only.",
         "Reply in capitals.", "Answer in capital letters.", "All answers must be in upper case.", "Please answer in all caps.",
         "Every answer is written in capital letters.", "Respond in uppercase."]
END = ['End every answer with "{x}".', "End every answer with {x}", "End each answer with {x}", "Always end with: {x}",
       "Finish every answer with {x}", "Close each reply with {x}", "Put {x} at the end of every answer", "After each answer say {x}",
       "Your answers must end with {x}", "End all replies with {x}"]
BEGIN = ['Begin every answer with "{x}".', "Begin every answer with {x}", "Start each answer with {x}", "Always start with: {x}",
         "Start every reply with {x}", "Put {x} before every answer", "Your answers must begin with {x}", "Open each reply with {x}"]
NUMBER = ["Answer with the number only.", "Reply with just the number.", "Only write the number.", "Give only the number, no words.",
          "Answer with a bare number.", "The answer must be a number and nothing else."]
JSON_KEYS = ["Answer in JSON with keys {k}.", "Answer in JSON with the keys {k}.", "Reply as JSON with keys {k}.",
             "Always answer with a JSON object with keys {k}.", "Write your answers as JSON with the keys {k}.",
             "Answers are JSON objects with keys {k}.", "Respond in JSON. Keys: {k}.", "Use JSON with keys {k} for every answer."]
ONE_KEY = ["Answer in JSON with the key {k}.", "Reply as JSON with key {k}.", "Answer in JSON, the key is {k}.",
           "Always answer with a JSON object with the key {k}."]
NEUTRAL = ["You are a helpful assistant.", "You are a helpful assistant", "Be concise.", "Be polite.", "You are a friendly assistant.",
           "Be brief.", "Answer the user's questions.", "You are a helpful, friendly assistant. Be brief.", "You are an AI assistant.",
           "Help the user.", "You are helpful.", "Talk to the user in a friendly way."]
ENDINGS = ("Over.", "Done!", "Thank you.", "Amen.", "That is all.", "Good luck!", "Have a nice day.", "Cheers!", "See you soon.", "The end.",
           "Yours truly, {n}.", "Greetings from {c}.", "{w}!", "So says {n}.", "-- {n}", "{w} {w2}.")
BEGINNINGS = ("Well,", "Dear user:", "Hello!", "Yes:", "Look:", "{n} says:", "From {c}:", "{w}:", "Answer:", "Sure!", "Note:", "My friend,")
#: Keys for the answer and keys for what was asked; any other key does not occur.
ANSWER_KEYS = ("answer", "result", "value", "output", "solution", "reply", "number", "final")
QUESTION_KEYS = ("question", "task", "input", "request", "problem", "query", "prompt")
_POOLS = {(kind, split): allowed(texts, split, 0.15) for kind, texts in
          (("upper", UPPER), ("end", END), ("begin", BEGIN), ("number", NUMBER), ("json", JSON_KEYS), ("one", ONE_KEY))
          for split in ("train", "held-out")}


def neutral(rng: random.Random) -> str:
    """Instructions that change nothing: what most clients send."""
    return rng.choice(NEUTRAL)


def filled(rng: random.Random, split: str, texts: tuple[str, ...]) -> str:
    while True:
        text = rng.choice(texts).format(n=name(rng, split), c=city(rng, split), w=word(rng, split).capitalize(), w2=word(rng, split))
        if "{" in text or text.count(" ") > 4:
            continue
        return text


def question(rng: random.Random, split: str, effort: str, kinds: tuple[str, ...]) -> Exchange:
    """A simple question whose answer the instruction then shapes."""
    if rng.random() < 0.55:
        return arithmetic.bare(rng, split, effort).exchanges[-1]
    return wordwork.exchange(rng, split, effort, kinds)


def thoughts(effort: str, low: str, medium: str, high: str, before: str) -> str:
    """The work on the question first, then what the instruction asks."""
    return f"{before} " + {"low": low, "medium": medium, "high": f"{medium} {high}"}[effort]


def sample(rng: random.Random, split: str) -> Conversation:
    effort = rng.choice(EFFORTS)
    kind = rng.choices(("upper", "end", "begin", "number", "json"), (22, 26, 12, 12, 28))[0]
    asked = question(rng, split, effort, ("letters", "letter", "first", "last", "repeat", "sort"))
    work, final = asked.steps[-1].analysis, asked.steps[-1].final
    if kind == "upper":
        instructions = rng.choice(_POOLS["upper", split])
        final = spelled(plain(final).upper())
        analysis = thoughts(effort, "Upper case.", "The instructions ask for upper case.", "So every letter of my answer is a capital.", work)
    elif kind in ("end", "begin"):
        addition = filled(rng, split, ENDINGS if kind == "end" else BEGINNINGS)
        instructions = rng.choice(_POOLS[kind, split]).format(x=addition)
        final = f"{final} {addition}" if kind == "end" else f"{addition} {final}"
        where = "end" if kind == "end" else "beginning"
        analysis = thoughts(effort, f"{where.capitalize()}: {addition}", f"The instructions want this at the {where}: {addition}",
                            f"I put it at the {where} of the answer, as it is.", work)
    elif kind == "number":
        instructions = rng.choice(_POOLS["number", split])
        task = arithmetic.problem(rng, split)
        asked = Exchange(rng.choice(arithmetic._ASKED[split]).format(x=f"{task.a} {task.sign} {task.b}"), asked.steps)
        work, final = arithmetic.reasoning(task, effort), str(task.result)
        analysis = thoughts(effort, "Number only.", "The instructions want the number only.", "So I write no words, just the digits.", work)
    else:
        task = arithmetic.problem(rng, split)
        asked = Exchange(rng.choice(arithmetic._ASKED[split]).format(x=f"{task.a} {task.sign} {task.b}"), asked.steps)
        work = arithmetic.reasoning(task, effort)
        keys = [rng.choice(ANSWER_KEYS)]
        if rng.random() < 0.65:
            keys.insert(rng.randint(0, 1), rng.choice(QUESTION_KEYS))
        written = [rng.choice(('"{}"', "{}")).format(k) for k in keys]
        if len(keys) == 1:
            instructions = rng.choice(_POOLS["one", split]).format(k=written[0])
        else:
            instructions = rng.choice(_POOLS["json", split]).format(k=" and ".join(written))
        values = {key: task.result if key in ANSWER_KEYS else f"{task.a} {task.sign} {task.b}" for key in keys}
        final = json.dumps(values, ensure_ascii=False)
        analysis = thoughts(effort, f"JSON: {', '.join(keys)}.", f"The instructions want JSON with {' and '.join(keys)}.",
                            "So I write one object with these keys, in this order, and nothing else.", work)
    if rng.random() < 0.15:
        instructions = f"{neutral(rng)} {instructions}"
    expected = plain(final)
    return Conversation(effort, [Exchange(asked.user, [Step(analysis, final)])], instructions=instructions, topic="instructions",
                        check=lambda said: said.strip() == expected.strip())
