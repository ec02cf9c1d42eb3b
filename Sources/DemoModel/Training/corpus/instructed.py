"""Developer instructions that shape the answer: upper case, endings and beginnings, numbers only, JSON with given keys."""
from __future__ import annotations
import json
import random

from . import arithmetic, wordwork
from .conversation import EFFORTS, Conversation, Exchange, Step, plain, spelled
from .wordings import Wordings
from .words import city, name, word

ALWAYS = "[||always |please |you must |you always |from now on, |you should |do ]"
EVERY = "[every|each|any] [answer|reply|response|message]"
UPPER = Wordings(
    f"s {ALWAYS}[answer|reply|respond|write|speak] [|only |the user ]in [upper case|capitals|capital letters|all caps|uppercase|upper case only][.|]",
    "s [use|write in|stick to] [upper case|capital letters|capitals|all caps] [only|for every answer|in your answers|for all you say][.|]",
    "s [all answers|all replies|every answer|your answers|the answer|each reply] [must be|is|should be|are to be|is written] in [upper case|capitals|capital letters|all caps].",
    "s [write|put|give] [all|your] answers in [upper case|capitals|capital letters|all caps].")
END = Wordings(
    f's {ALWAYS}[end|finish|close|conclude] {EVERY} with[:|] ["{{x}}"|{{x}}]', "s [always end|always finish|finish|end] with: {x}",
    f's {ALWAYS}[put|add|write|append] ["{{x}}"|{{x}}] [at the end of|after|behind] {EVERY}', f's [after|at the end of] {EVERY}[,|] [say|write|put|add][:|] ["{{x}}"|{{x}}]',
    's [your|all|all your] [answers|replies] [must end|end|should end|have to end] with ["{x}"|{x}]', 's [the last words|the end] of [every|each] [answer|reply] [are|is|must be]: {x}')
BEGIN = Wordings(
    f's {ALWAYS}[begin|start|open] {EVERY} with[:|] ["{{x}}"|{{x}}]', "s [always start|always begin|begin|start] with: {x}",
    f's {ALWAYS}[put|write|say] ["{{x}}"|{{x}}] [at the beginning of|before|in front of] {EVERY}',
    's [your|all|all your] [answers|replies] [must begin|begin|should start|start|have to start] with ["{x}"|{x}]', 's [the first words|the beginning] of [every|each] [answer|reply] [are|is|must be]: {x}')
NUMBER = Wordings(
    f"s {ALWAYS}[answer|reply|respond] with [the number only|just the number|only the number|a bare number|nothing but the number|the plain number].",
    "s [only|just] [write|give|say|return] the number[.|, no words.|, nothing else.|]", "s [the answer|your answer|every answer] [must be|is|should be] [just a number|a number and nothing else|only the number].",
    "s [no words, only the number|number only|numbers only|just the number, no words].", "s [write|give|say|return] [only|just|nothing but] the number[.|, without words.|, please.]")
JSON_KEYS = Wordings(
    f"s {ALWAYS}[answer|reply|respond] [in JSON|as JSON|with JSON|with a JSON object|in JSON form] with [the |]keys {{k}}.", "s [respond|answer|reply] in JSON. Keys: {k}.",
    "s [use JSON|write JSON|JSON only,|only JSON,|output JSON|return JSON] with [the |]keys {k}[| for every answer].", "s [answers|all answers|replies|your answers] are JSON objects with [the |]keys {k}.",
    "s [write|give|put|return] your answers as [JSON|a JSON object] with the keys {k}.")
ONE_KEY = Wordings(
    f"s {ALWAYS}[answer|reply|respond] [in JSON|as JSON|with JSON|with a JSON object|in JSON form] with the [key|single key|one key] {{k}}.", "s [respond|answer|reply] in JSON. [Key|The key|The only key]: {k}.",
    "s [use JSON|write JSON|JSON only,|only JSON,|output JSON|return JSON] with [the |]key {k}[| for every answer].", "s [answer|reply] in JSON, the key is {k}.",
    "s [write|give|put|return] your answers as [JSON|a JSON object] with the key {k}.")
NEUTRAL = ["You are a helpful assistant.", "You are a helpful assistant", "Be concise.", "Be polite.", "You are a friendly assistant.",
           "Be brief.", "Answer the user's questions.", "You are a helpful, friendly assistant. Be brief.", "You are an AI assistant.",
           "Help the user.", "You are helpful.", "Talk to the user in a friendly way."]
ENDINGS = ("Over.", "Done!", "Thank you.", "Amen.", "That is all.", "Good luck!", "Have a nice day.", "Cheers!", "See you soon.", "The end.",
           "Yours truly, {n}.", "Greetings from {c}.", "{w}!", "So says {n}.", "-- {n}", "{w} {w2}.")
BEGINNINGS = ("Well,", "Dear user:", "Hello!", "Yes:", "Look:", "{n} says:", "From {c}:", "{w}:", "Answer:", "Sure!", "Note:", "My friend,")
#: Keys for the answer and keys for what was asked; any other key does not occur.
ANSWER_KEYS = ("answer", "result", "value", "output", "solution", "reply", "number", "final")
QUESTION_KEYS = ("question", "task", "input", "request", "problem", "query", "prompt")

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
        instructions = UPPER.draw(rng, split)
        final = spelled(plain(final).upper())
        analysis = thoughts(effort, "Upper case.", "The instructions ask for upper case.", "So every letter of my answer is a capital.", work)
    elif kind in ("end", "begin"):
        addition = filled(rng, split, ENDINGS if kind == "end" else BEGINNINGS)
        instructions = (END if kind == "end" else BEGIN).draw(rng, split).format(x=addition)
        final = f"{final} {addition}" if kind == "end" else f"{addition} {final}"
        where = "end" if kind == "end" else "beginning"
        analysis = thoughts(effort, f"{where.capitalize()}: {addition}", f"The instructions want this at the {where}: {addition}",
                            f"I put it at the {where} of the answer, as it is.", work)
    elif kind == "number":
        instructions = NUMBER.draw(rng, split)
        task = arithmetic.problem(rng, split)
        asked = Exchange(arithmetic.ASKED.draw(rng, split).format(x=f"{task.a} {task.sign} {task.b}"), asked.steps)
        work, final = arithmetic.reasoning(task, effort), str(task.result)
        analysis = thoughts(effort, "Number only.", "The instructions want the number only.", "So I write no words, just the digits.", work)
    else:
        task = arithmetic.problem(rng, split)
        asked = Exchange(arithmetic.ASKED.draw(rng, split).format(x=f"{task.a} {task.sign} {task.b}"), asked.steps)
        work = arithmetic.reasoning(task, effort)
        keys = [rng.choice(ANSWER_KEYS)]
        if rng.random() < 0.65:
            keys.insert(rng.randint(0, 1), rng.choice(QUESTION_KEYS))
        written = [rng.choice(('"{}"', "{}")).format(k) for k in keys]
        if len(keys) == 1:
            instructions = ONE_KEY.draw(rng, split).format(k=written[0])
        else:
            instructions = JSON_KEYS.draw(rng, split).format(k=" and ".join(written))
        values = {key: task.result if key in ANSWER_KEYS else f"{task.a} {task.sign} {task.b}" for key in keys}
        final = json.dumps(values, ensure_ascii=False)
        analysis = thoughts(effort, f"JSON: {', '.join(keys)}.", f"The instructions want JSON with {' and '.join(keys)}.",
                            "So I write one object with these keys, in this order, and nothing else.", work)
    if rng.random() < 0.15:
        instructions = f"{neutral(rng)} {instructions}"
    expected = plain(final)
    return Conversation(effort, [Exchange(asked.user, [Step(analysis, final)])], instructions=instructions, topic="instructions",
                        check=lambda said: said.strip() == expected.strip())
