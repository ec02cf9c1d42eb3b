"""Several turns: what was told earlier is remembered, and "double it" means the last result."""
from __future__ import annotations
import random

from . import about, arithmetic, wordwork
from .arithmetic import Sum, number, reasoning
from .conversation import EFFORTS, Conversation, Exchange, Step
from .wordings import Wordings
from .words import city, name, word

#: What can be told: (how it is told, how the model takes it, how it is asked for, how it is said back).
FACTS = {
    "name": (("s [|hi, |hello, |hey, |good morning, ][my name is|I am|I'm|this is|call me|you can call me|people call me|I'm called|they call me|my friends call me] {x}[.|!]",
              "s [remember|note|please note|keep in mind]: my name is {x}.", "s {x} is my name.", "s [the name is|name:] {x}[.|]"),
             "Nice to meet you, {x}.",
             ("q what is my name", "q what's my name", "q who am I", "q do you [remember|know|recall|still know] [my name|who I am|what I am called|what my name is]",
              "v [tell me|say|repeat|recall] [my name|who I am|what I am called]", "q what [am I called|did I say my name is|was my name|do people call me]", "n my name"),
             "Your name is {x}."),
    "number": (("s my [lucky |favourite |secret ||house |room |own ]number is {x}.", "s [the|a] number [is|for you is|to remember is|to keep is] {x}.",
                "v [remember|note|keep in mind|memorise|do not forget|store|save] [the number|my number||this number:] {x}"),
               "I will remember {x}.",
               ("n my number", "q which number did I [give|tell|name] you", "q what [was|is] [the|my] number", "q do you [remember|know|recall] [the|my] number",
                "q what number was it", "v [tell me|say|repeat|recall] [the|my] number"),
               "Your number is {x}."),
    "city": (("s I [live in|am from|come from|am at home in|was born in|stay in|moved to] {x}.", "s my [home|city|town|home town] is {x}.", "s I'm from {x}.",
              "s {x} is [my home|where I live|my city]."),
             "{x} is noted.",
             ("q where do I [live|come from|stay]", "q where am I from", "q [what is|which is|where is] my [city|home|home town|town]", "q which [city|town] [do I live in|am I from|is mine]",
              "q do you [remember|know] where [I live|I am from|my home is]", "v [tell me|say] where I [live|am from|come from]"),
             "You live in {x}."),
    "pet": (("s my [dog|pet|cat] is [called|named] {x}.", "s my [dog's|pet's|cat's] name is {x}.", "s I have a [dog|cat|pet][,| called| named] {x}.", "s {x} is my [dog|cat|pet]."),
            "{x} is a nice name for a pet.",
            ("q what is my [dog|pet|cat] [called|named]", "n the name of my [dog|pet|cat]", "q how is my [dog|pet|cat] called", "q what's my [dog|pet|cat]'s name",
             "q do you [remember|know] [the name of my pet|my dog's name|what my pet is called]"),
            "Your pet is called {x}."),
    "word": (("s the [password|secret word|code word|word|magic word] is {x}.", "s my [word|password|code word|secret] is {x}.",
              "v [remember|keep|note|memorise] the [word|password|code word] {x}"),
             "I will remember {x}.",
             ("n the [password|secret word|code word|word]", "q what was [the|my] [password|secret word|word]", "q which word did I [tell|give] you", "n my [word|password|code word]",
              "q do you [remember|know] the [word|password|code word]"),
             "The word is {x}."),
    "thing": (("s my [favourite |][{k}] is {x}.", "s the {k} [is|was|will be] {x}.", "v [remember|note|keep in mind] that [my|the] {k} is {x}", "s {k}: {x}.",
               "s I [have a {k} called|call my {k}|want the {k}] {x}."),
              "I will remember {x}.",
              ("n [my|the] [favourite |]{k}", "q what was [my|the] {k}", "q do you [remember|know|recall] [my|the] {k}", "v [tell me|say|repeat] [my|the] {k}", "q what did I say about the {k}"),
              "The {k} is {x}."),
}
THINGS = ("colour car sister brother teacher street team food drink birthday school book song film hobby animal flower garden boat "
          "job boss doctor plan city game code lesson meeting train hotel colour door letter order price topic title project village island bag "
          "coat ring phone river mountain shop bank bakery friend uncle aunt neighbour cousin").split()
CHANGES = [(Wordings(*lines), sign, k) for lines, sign, k in (
    (("v double [it|that|the result|this|the last number]", "n [the double|twice that|two times that|twice the result]", "s and doubled?"), "×", 2),
    (("v triple [it|that|the result|this|the last number]", "n [three times that|the triple of that]", "s and tripled?"), "×", 3),
    (("v add {k} [to it|to that|to the result|to this||more]", "s [and |now ||and now ]plus {k}[?|]", "q [what is|how much is] that plus {k}", "v [increase|raise] it by {k}",
      "v put {k} [on top|to it]", "q and with {k} more"), "+", None),
    (("v subtract {k} [from it|from that|from the result|]", "v take [away |]{k} [from it|from that|away|off]", "s [and |now ||and now ]minus {k}[?|]",
      "q [what is|how much is] that minus {k}", "v [reduce|lower|decrease] it by {k}", "q and {k} less"), "-", None),
    (("v multiply [it|that|the result|this] [by|with] {k}", "s [and |now ||and now ]times {k}[?|]", "q [what is|how much is] that times {k}", "v take it {k} times"), "×", 0))]
FOLLOWING = Wordings("s [and|and what is|what about|now|and now|next|also|then|next one|and how much is|how about|another one|one more] {x}[?|.|]", "s [and this|another sum|next|then this]: {x}[?|]")
FACTS = {kind: (Wordings(*told), taken, Wordings(*asked), said) for kind, (told, taken, asked, said) in FACTS.items()}


def value(kind: str, rng: random.Random, split: str) -> str:
    if kind in ("name", "pet"):
        return name(rng, split)
    if kind == "city":
        return city(rng, split)
    if kind.startswith("thing"):
        return rng.choice((str(number(rng)), word(rng, split), name(rng, split)))
    return str(number(rng)) if kind == "number" else word(rng, split)


def called(kind: str) -> str:
    """What a kind of facts is called: "thing:car" is a car."""
    return kind.partition(":")[2] or kind


def told(kind: str, rng: random.Random, split: str, effort: str, x: str) -> Exchange:
    text, taken, _, _ = FACTS[kind.partition(":")[0]]
    kind = called(kind)
    thought = {"low": f"{kind}: {x}.", "medium": f"The user tells me something: the {kind} is {x}. I take note of it.",
               "high": f"The user does not ask anything. The user tells me something: the {kind} is {x}. It may be asked for later, so I take "
                       f"note of it: {kind} {x}. I answer in a friendly way and name it."}[effort]
    return Exchange(text.draw(rng, split).format(x=x, k=kind), [Step(thought, taken.format(x=x))])


def asked_back(kind: str, rng: random.Random, split: str, effort: str, x: str | None) -> Exchange:
    _, _, questions, said = FACTS[kind.partition(":")[0]]
    kind = called(kind)
    question = questions.draw(rng, split).format(k=kind)
    if x is None:
        thought = {"low": f"{kind}: not told.", "medium": f"The user asks for the {kind}. I look at what was said: it was not told.",
                   "high": f"The user asks for the {kind}. I look at what was said before, from the beginning. The {kind} was not told. "
                           f"I must not make one up. So I say that I was not told."}[effort]
        return Exchange(question, [Step(thought, "You have not told me that.")])
    thought = {"low": f"{kind}: {x}.", "medium": f"The user asks for the {kind}. I look at what was said: the {kind} is {x}.",
               "high": f"The user asks for the {kind}. I look at what was said before, from the beginning. The user told me that the {kind} is "
                       f"{x}. Nothing else was said about it later. So I answer with {x}."}[effort]
    return Exchange(question, [Step(thought, said.format(x=x, k=kind))])


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


def _kinds(rng: random.Random, count: int) -> list[str]:
    """Different kinds of facts, half of them of THINGS."""
    named = [kind for kind in FACTS if kind != "thing"]
    return rng.sample(rng.sample(named, 3) + [f"thing:{thing}" for thing in rng.sample(sorted(set(THINGS)), 3)], count)


def memory(rng: random.Random, split: str, effort: str) -> Conversation:
    kinds = _kinds(rng, rng.choice((1, 1, 2, 2, 3)))
    facts = {kind: value(kind, rng, split) for kind in kinds}
    exchanges = [told(kind, rng, split, effort, x) for kind, x in facts.items()]
    roll = rng.random()
    if roll < 0.12:
        return Conversation(effort, exchanges)
    exchanges += [aside(rng, split, effort) for _ in range(rng.choice((0, 0, 1, 1, 2)))]
    if roll < 0.22:
        missing = rng.choice([kind for kind in _kinds(rng, 5) if kind not in facts])
        return Conversation(effort, exchanges + [asked_back(missing, rng, split, effort, None)])
    kind = rng.choice(kinds)
    return Conversation(effort, exchanges + [asked_back(kind, rng, split, effort, facts[kind])],
                        check=lambda said, x=facts[kind]: x in said)


def changed(rng: random.Random, split: str, effort: str) -> Conversation:
    """A calculation, or a number told, and what is to be done with it."""
    wordings, sign, k = rng.choice(CHANGES)
    change = wordings.draw(rng, split)
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
    return calculation(rng, split, effort, arithmetic.asked_for(rng, split, task), task)


def following(rng: random.Random, split: str, effort: str) -> Conversation:
    """A second question of the same kind, or of another."""
    before = [aside(rng, split, effort)]
    if rng.random() < 0.5:
        task = arithmetic.problem(rng, split)
        form = rng.choice(arithmetic.FORMS[task.sign]).format(a=task.a, b=task.b)
        text = FOLLOWING.draw(rng, split).format(x=form)
        return Conversation(effort, before + [calculation(rng, split, effort, text, task)], check=arithmetic.says(task.result))
    return Conversation(effort, before + [wordwork.exchange(rng, split, effort)])


def sample(rng: random.Random, split: str) -> Conversation:
    effort = rng.choice(EFFORTS)
    conversation = rng.choices((memory, changed, following), (45, 35, 20))[0](rng, split, effort)
    conversation.topic = "dialogue"
    return conversation
