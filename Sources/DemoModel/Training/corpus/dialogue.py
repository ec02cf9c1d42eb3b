"""Several turns: what was told earlier is remembered, and "double it" means the last result."""
from __future__ import annotations
import random

from . import about, arithmetic, wordwork
from .arithmetic import Sum, number, reasoning
from .conversation import EFFORTS, Conversation, Exchange, Step
from .words import allowed, city, name, word

#: What can be told: (how it is told, how the model takes it, how it is asked for, how it is said back).
FACTS = {
    "name": (["My name is {x}.", "I am {x}.", "Hi, I'm {x}.", "Hello, my name is {x}.", "my name is {x}", "Call me {x}.", "You can call me {x}.",
              "People call me {x}.", "This is {x}.", "I'm called {x}."],
             "Nice to meet you, {x}.",
             ["What is my name?", "what's my name?", "Who am I?", "Do you remember my name?", "What am I called?", "Tell me my name.",
              "What did I say my name is?", "do you know my name"],
             "Your name is {x}."),
    "number": (["My number is {x}.", "Remember the number {x}.", "My lucky number is {x}.", "Please remember {x}.", "The number is {x}.",
                "Keep the number {x} in mind.", "my number is {x}", "Note the number {x}."],
               "I will remember {x}.",
               ["What is my number?", "Which number did I give you?", "What was the number?", "Tell me my number.", "What number was it?",
                "Do you remember the number?", "what's the number"],
               "Your number is {x}."),
    "city": (["I live in {x}.", "I am from {x}.", "My city is {x}.", "I come from {x}.", "My home is {x}.", "i live in {x}"],
             "{x} is noted.",
             ["Where do I live?", "Where am I from?", "What is my city?", "Which city do I live in?", "Do you remember where I live?",
              "where is my home"],
             "You live in {x}."),
    "pet": (["My dog is called {x}.", "My pet's name is {x}.", "I have a dog, {x}.", "My dog's name is {x}.", "my dog is {x}"],
            "{x} is a nice name for a dog.",
            ["What is my dog called?", "What is the name of my dog?", "How is my dog called?", "Who is my dog?", "what's my dog's name"],
            "Your dog is called {x}."),
    "word": (["The password is {x}.", "The secret word is {x}.", "Remember the word {x}.", "The code word is {x}.", "my word is {x}"],
             "I will remember {x}.",
             ["What is the password?", "What was the word?", "Which word did I tell you?", "Tell me the secret word.", "what is the code word"],
             "The word is {x}."),
}
CHANGES = [("Double it.", "×", 2), ("double it", "×", 2), ("Now double it.", "×", 2), ("Double that.", "×", 2), ("Please double that.", "×", 2),
           ("Triple it.", "×", 3), ("Now triple that.", "×", 3), ("And triple it?", "×", 3), ("Add {k}.", "+", None), ("Add {k} to it.", "+", None),
           ("Plus {k}?", "+", None), ("Now add {k}.", "+", None), ("and plus {k}", "+", None), ("Add {k} to that.", "+", None),
           ("Subtract {k}.", "-", None), ("Take away {k}.", "-", None), ("Now subtract {k} from it.", "-", None), ("Minus {k}?", "-", None),
           ("And minus {k}?", "-", None), ("Take {k} from that.", "-", None), ("Times {k}.", "×", 0), ("Now times {k}.", "×", 0),
           ("Multiply it by {k}.", "×", 0), ("Multiply that by {k}.", "×", 0)]
FOLLOWING = ["And {x}?", "And what is {x}?", "And {x}", "What about {x}?", "Now {x}.", "and now {x}", "Next: {x}", "Also {x}."]
_FACTS = {(kind, split): (allowed(told, split, 0.15), taken, allowed(asked, split, 0.15), said)
          for kind, (told, taken, asked, said) in FACTS.items() for split in ("train", "held-out")}
_CHANGES = {split: allowed(CHANGES, split, 0.15) for split in ("train", "held-out")}
_FOLLOWING = {split: allowed(FOLLOWING, split, 0.15) for split in ("train", "held-out")}


def value(kind: str, rng: random.Random, split: str) -> str:
    if kind in ("name", "pet"):
        return name(rng, split)
    if kind == "city":
        return city(rng, split)
    return str(number(rng)) if kind == "number" else word(rng, split)


def told(kind: str, rng: random.Random, split: str, effort: str, x: str) -> Exchange:
    text, taken, _, _ = _FACTS[kind, split]
    thought = {"low": f"{kind}: {x}.", "medium": f"The user tells me something: the {kind} is {x}. I take note of it.",
               "high": f"The user does not ask anything. The user tells me something: the {kind} is {x}. It may be asked for later, so I take "
                       f"note of it: {kind} {x}. I answer in a friendly way and name it."}[effort]
    return Exchange(rng.choice(text).format(x=x), [Step(thought, taken.format(x=x))])


def asked_back(kind: str, rng: random.Random, split: str, effort: str, x: str | None) -> Exchange:
    _, _, questions, said = _FACTS[kind, split]
    if x is None:
        thought = {"low": f"{kind}: not told.", "medium": f"The user asks for the {kind}. I look at what was said: it was not told.",
                   "high": f"The user asks for the {kind}. I look at what was said before, from the beginning. The {kind} was not told. "
                           f"I must not make one up. So I say that I was not told."}[effort]
        return Exchange(rng.choice(questions), [Step(thought, "You have not told me that.")])
    thought = {"low": f"{kind}: {x}.", "medium": f"The user asks for the {kind}. I look at what was said: the {kind} is {x}.",
               "high": f"The user asks for the {kind}. I look at what was said before, from the beginning. The user told me that the {kind} is "
                       f"{x}. Nothing else was said about it later. So I answer with {x}."}[effort]
    return Exchange(rng.choice(questions), [Step(thought, said.format(x=x))])


def calculation(rng: random.Random, split: str, effort: str, text: str, task: Sum) -> Exchange:
    return Exchange(text, [Step(reasoning(task, effort), task.sentence)])


def aside(rng: random.Random, split: str, effort: str) -> Exchange:
    """Something else in between."""
    kind = rng.random()
    if kind < 0.4:
        return arithmetic.bare(rng, split, effort).exchanges[-1]
    if kind < 0.7:
        return wordwork.exchange(rng, split, effort)
    return about.sample(rng, split).exchanges[-1]


def memory(rng: random.Random, split: str, effort: str) -> Conversation:
    kinds = rng.sample(list(FACTS), rng.choice((1, 1, 2)))
    facts = {kind: value(kind, rng, split) for kind in kinds}
    exchanges = [told(kind, rng, split, effort, x) for kind, x in facts.items()]
    roll = rng.random()
    if roll < 0.12:
        return Conversation(effort, exchanges)
    exchanges += [aside(rng, split, effort) for _ in range(rng.choice((0, 0, 1, 1, 2)))]
    if roll < 0.22:
        missing = rng.choice([kind for kind in FACTS if kind not in facts])
        return Conversation(effort, exchanges + [asked_back(missing, rng, split, effort, None)])
    kind = rng.choice(kinds)
    return Conversation(effort, exchanges + [asked_back(kind, rng, split, effort, facts[kind])],
                        check=lambda said, x=facts[kind]: x in said)


def changed(rng: random.Random, split: str, effort: str) -> Conversation:
    """A calculation, or a number told, and what is to be done with it."""
    change, sign, k = rng.choice(_CHANGES[split])
    while True:
        if rng.random() < 0.25:
            last = number(rng)
            before = [told("number", rng, split, effort, str(last))]
        else:
            first = arithmetic.problem(rng, split, "+-", 2 if sign == "×" else 3)
            last = first.result
            before = [arithmetic_exchange(rng, split, effort, first)]
        operand = k or rng.randrange(2, 10 if sign == "×" else 100)
        if 0 <= last < (100 if sign == "×" else 1000) and not (sign == "-" and operand > last):
            break
    task = Sum(last, sign, operand)
    if rng.random() < 0.2:
        before = [aside(rng, split, effort)] + before
    return Conversation(effort, before + [calculation(rng, split, effort, change.format(k=operand), task)],
                        check=arithmetic.says(task.result))


def arithmetic_exchange(rng: random.Random, split: str, effort: str, task: Sum) -> Exchange:
    text = rng.choice(arithmetic._ASKED[split]).format(x=rng.choice(arithmetic.FORMS[task.sign]).format(a=task.a, b=task.b))
    return calculation(rng, split, effort, text, task)


def following(rng: random.Random, split: str, effort: str) -> Conversation:
    """A second question of the same kind, or of another."""
    before = [aside(rng, split, effort)]
    if rng.random() < 0.5:
        task = arithmetic.problem(rng, split)
        form = rng.choice(arithmetic.FORMS[task.sign]).format(a=task.a, b=task.b)
        text = rng.choice(_FOLLOWING[split]).format(x=form)
        return Conversation(effort, before + [calculation(rng, split, effort, text, task)], check=arithmetic.says(task.result))
    return Conversation(effort, before + [wordwork.exchange(rng, split, effort)])


def sample(rng: random.Random, split: str) -> Conversation:
    effort = rng.choice(EFFORTS)
    conversation = rng.choices((memory, changed, following), (45, 35, 20))[0](rng, split, effort)
    conversation.topic = "dialogue"
    return conversation
