"""Sums, differences, products and comparisons of integers up to three digits, bare or told as a story."""
from __future__ import annotations
import random
from dataclasses import dataclass

from .columns import (compare_digits, difference_columns, difference_totals, product_steps, product_totals, sum_columns,
                      sum_totals)
from .conversation import EFFORTS, Conversation, Exchange, Step
from .wordings import Wordings, expand
from .words import held_out, name

#: {x} is a sum as FORMS write it.
ASKED = Wordings(
    "n {x}", "n {x}", "n [the result of|the answer to|the value of] {x}", "v [calculate|compute|work out|solve|evaluate|find|do|figure out|answer] {x}",
    "v [tell me|say|show me|let me know] [what|how much] {x} [is|makes]", "q [how much is|what does] {x} [make|come to|give|equal]",
    "q how much is {x}", "q what do [I|you|we] get [for|if you calculate|from|with] {x}", "s {x}", "s {x} =", "s {x} = ?", "s {x}?",
    "q [do you know|can you do|can you tell me|can you solve] {x}", "s [my homework says|the task is|here is a sum|a sum for you|quick|math|next]: {x}",
    "q [do you know|can you say|can you tell me] [what|how much] {x} is", "v [help me with|do the sum|add up|think about] {x}",
    "s {x} [please|equals|is what?|is how much?|makes what?]", "s [so|and|now|hey|hi|ok], {x}?")
FORMS = {
    "+": ["{a} + {b}", "{a} + {b}", "{a}+{b}", "{a} plus {b}", "the sum of {a} and {b}"],
    "-": ["{a} - {b}", "{a} - {b}", "{a}-{b}", "{a} − {b}", "{a} minus {b}"],
    "×": ["{a} × {b}", "{a} * {b}", "{a}*{b}", "{a} x {b}", "{a} times {b}", "the product of {a} and {b}", "{a} multiplied by {b}"],
}
COMPARED = Wordings(
    "q [which|what|which one|which number] is [larger|bigger|greater|the larger one|the bigger one|more][,|:|] {a} or {b}",
    "v [compare|look at and compare] {a} [and|with|to] {b}", "q is {a} [greater|larger|bigger|more] than {b}",
    "q is {a} or {b} [larger|bigger|greater|more|the larger number|the bigger number]",
    "q which of {a} and {b} is [larger|bigger|greater|more|the larger number|the bigger one]",
    "q of {a} and {b}, which is [larger|bigger|greater|more]", "s {a} [or|vs|against|versus] {b}[:|,] which is [more|larger|bigger|greater]?",
    "n the [larger|bigger|greater] [one|number|] of {a} and {b}", "v [tell me|say|find out|decide|show me] which is [larger|bigger|greater][:|,] {a} or {b}",
    "s {a} [and|or] {b}: [larger|bigger|greater] one?")
THINGS = ("apples books coins stamps marbles cards pencils shells eggs cookies tickets stickers plums stones roses balls cups boxes nuts "
          "pears buttons candles keys fish stars").split()

#: (operation, story, answer); {n} and {m} are people, {t} things.
HAS = "[has|owns|keeps|holds|collects|counts|got|saved]"
MANY = "[How many {t} does {n} have now?|How many are that?|How many {t} is that?|How many in all?|How many does {n} have?|What is the total?]"
LEFT = "[How many {t} are left?|How many are left?|How many remain?|How many does {n} have now?|How many {t} are still there?]"
STORIES = [
    ("+", "{n} " + HAS + " {a} {t} and [gets|finds|buys|receives|wins|is given] {b} more. " + MANY, "{n} has {r} {t} now."),
    ("+", "{n} " + HAS + " {a} {t}[.|,] Then {n} [gets|finds|buys|receives|makes] {b} [more|new ones|{t} more]. " + MANY, "{n} has {r} {t} now."),
    ("+", "{n} " + HAS + " {a} {t} [and|while] {m} " + HAS + " {b} [{t}|]. How many [{t} |]do they have [together|in all|in total]?",
     "Together they have {r} {t}."),
    ("+", "There are {a} {t} [on the table|in the box|in the bag|on the shelf|here]. {n} puts {b} more [there|to them]. How many are there now?",
     "There are {r} {t} now."),
    ("+", "{n} [finds|sees|picks|counts|sells|makes] {a} {t} in the [morning|spring|first week] and {b} in the [evening|autumn|second week]. "
     "[How many in all?|How many are that?|How many {t} is that together?]", "That makes {r} {t}."),
    ("+", "A [shop|farm|baker|store|school] [sells|needs|gets|orders] {a} {t} on [Monday|Friday] and {b} on [Tuesday|Sunday]. "
     "How many {t} [are that|is that|are that in all]?", "That makes {r} {t}."),
    ("-", "{n} " + HAS + " {a} {t} and [gives|throws|puts] {b} away. " + LEFT, "{r} {t} are left."),
    ("-", "{n} [had|owned|found|bought] {a} {t} [and|but] [lost|sold|used|dropped|broke|ate] {b} [of them|]. " + LEFT, "{n} has {r} {t} now."),
    ("-", "There are {a} {t} in [a box|the bag|a basket|the drawer]. {n} takes {b} [out|away|of them]. " + LEFT, "{r} {t} are left."),
    ("-", "{n} " + HAS + " {a} {t}, {m} [has|owns|keeps] [only |]{b}. How many more [{t} |]does {n} have?", "{n} has {r} more {t}."),
    ("-", "A [shop|farm|baker|store|school] has {a} {t} and [sells|loses|uses|gives away] {b} of them. " + LEFT.replace("does {n}", "does it"),
     "{r} {t} are left."),
    ("-", "Of {a} {t}, {n} [used|sold|lost|painted|counted] {b}. How many [{t} |]are not [used|done|touched]?", "{r} {t} are left."),
    ("×", "{n} " + HAS + " {a} [boxes|bags|baskets|packs] [with|of] {b} {t} [each|in each]. How many {t} [are there|is that|does {n} have]?",
     "There are {r} {t}."),
    ("×", "There are {a} [rows|piles|boxes|tables] [of|with] {b} {t}[| each]. How many {t} [are that|are there|is that]?", "That makes {r} {t}."),
    ("×", "{n} [buys|sells|carries|gets] {a} bags with {b} {t} in each bag. How many {t} [does {n} have|are that|is that]?", "That makes {r} {t}."),
    ("×", "Each of {a} [children|people|friends|shops] has {b} {t}. How many {t} do they have [together|in all]?", "Together they have {r} {t}."),
    ("×", "{n} [packs|makes|sells|needs|reads] {b} {t} a [day|week] for {a} [days|weeks]. How many {t} is that?", "That makes {r} {t}."),
]
#: Low effort is the hardest: little is written down.
EFFORT_SHARES = (4, 2, 2)

@dataclass
class Sum:
    """One operation on two numbers."""
    a: int
    sign: str
    b: int

    @property
    def result(self) -> int:
        return self.a + self.b if self.sign == "+" else self.a - self.b if self.sign == "-" else self.a * self.b

    @property
    def text(self) -> str:
        return f"{self.a}{self.sign}{self.b}"

    @property
    def sentence(self) -> str:
        return f"{self.a} {self.sign} {self.b} = {self.result}."

    @property
    def work(self) -> str:
        if self.sign == "+":
            return sum_columns(self.a, self.b)
        if self.sign == "×":
            return product_steps(self.a, self.b)
        if self.a >= self.b:
            return difference_columns(self.a, self.b)
        return (f"{self.a}<{self.b}, so the result is negative. {self.b}-{self.a}: "
                f"{difference_columns(self.b, self.a)} With the sign {self.result}.")

    @property
    def short_work(self) -> str:
        """For low effort: `347+288:7+8=15,4+8+1=13,3+2+1=6:635.`, what each column makes, from the ones up."""
        if self.sign == "+":
            work = sum_totals(self.a, self.b)
        elif self.sign == "×":
            work = product_totals(self.a, self.b)
        elif self.a >= self.b:
            work = difference_totals(self.a, self.b)
        else:
            work = f"negative,{self.b}-{self.a}:{difference_totals(self.b, self.a)}:{self.b - self.a}"
        return f"{self.text}:{work}:{self.result}."

    @property
    def proof(self) -> str:
        """Another way to the same numbers."""
        if self.sign == "+":
            return f"Check {self.result}-{self.b}: {difference_columns(self.result, self.b)} That is {self.a}, it fits."
        if self.sign == "-":
            small, large = min(self.a, self.b), max(self.a, self.b)
            return f"Check {large - small}+{small}: {sum_columns(large - small, small)} That is {large}, it fits."
        return f"Check {self.b}×{self.a}: {product_steps(self.b, self.a)} The same, it fits."


def reasoning(problem: Sum, effort: str) -> str:
    if effort == "low":
        return problem.short_work
    if effort == "medium":
        return f"The user wants {problem.text}. I work it out column by column. {problem.work} So {problem.text}={problem.result}."
    return (f"The user asks for {problem.text}. I go step by step and check the result afterwards. {problem.work} "
            f"So {problem.text}={problem.result}. {problem.proof} "
            f"Both ways agree, so I am sure that {problem.text}={problem.result}. I answer {problem.result}.")


def number(rng: random.Random, longest: int = 3) -> int:
    """One to three digits; few are short, since there are few short numbers."""
    length = rng.choices((1, 2, 3), (1, 3, 5))[0] if longest == 3 else rng.choices((1, 2), (1, 3))[0]
    return rng.randrange(10 ** (length - 1) if length > 1 else 0, 10**length)


def problem(rng: random.Random, split: str, signs: str = "+-×", longest: int = 3) -> Sum:
    """A pair of numbers of the split. Tables up to ten are for both: there are too few of them to hold any back."""
    while True:
        sign = rng.choice(signs)
        limit = 2 if sign == "×" else longest
        a, b = number(rng, limit), number(rng, limit)
        if sign == "-" and a < b and rng.random() < 0.5:
            a, b = b, a
        small = a < 10 and b < 10
        if small and split == "train" or not small and held_out(f"{a}{sign}{b}") == (split == "held-out"):
            return Sum(a, sign, b)


def says(result: int | str):
    """Whether an answer names the number, and no other number comes after it."""
    def check(answer: str) -> bool:
        numbers = "".join(c if c.isdigit() or c == "-" else " " for c in answer.replace("−", "-").replace(" - ", " ")).split()
        return bool(numbers) and numbers[-1] == str(result)
    return check


def asked_for(rng: random.Random, split: str, task: Sum) -> str:
    """What a user says who wants to know it."""
    return ASKED.draw(rng, split).format(x=rng.choice(FORMS[task.sign]).format(a=task.a, b=task.b))


def bare(rng: random.Random, split: str, effort: str) -> Conversation:
    task = problem(rng, split)
    return Conversation(effort, [Exchange(asked_for(rng, split, task), [Step(reasoning(task, effort), task.sentence)])], check=says(task.result))


def story(rng: random.Random, split: str, effort: str) -> Conversation:
    task = problem(rng, split)
    if task.sign == "-" and task.a < task.b:
        task = Sum(task.b, "-", task.a)
    text = answer = ""
    while not text or held_out(text) != (split == "held-out"):
        _, line, answer = rng.choice([s for s in STORIES if s[0] == task.sign])
        text = expand(rng, line)
    n = name(rng, split)
    m = name(rng, split)
    names = {"n": n, "m": m, "t": rng.choice(THINGS), "a": task.a, "b": task.b, "r": task.result}
    thought = reasoning(task, effort)
    if effort != "low":
        thought = {"+": "The parts are put together. ", "-": "I take one from the other. ", "×": "It is the same number many times. "}[
            task.sign] + thought
    steps = [Step(thought, answer.format(**names))]
    return Conversation(effort, [Exchange(text.format(**names), steps)], check=lambda said, r=task.result: str(r) in said.split())


def comparison(rng: random.Random, split: str, effort: str) -> Conversation:
    while True:
        a, b = number(rng), number(rng)
        if rng.random() < 0.4:
            b = max(0, a + rng.randint(-20, 20))
        if (a < 10 and b < 10) if split == "train" else False:
            break
        if held_out(f"{a}?{b}") == (split == "held-out"):
            break
    asked = COMPARED.draw(rng, split)
    sign = ">" if a > b else "<" if a < b else "="
    verdict = f"{a} and {b} are equal." if a == b else f"{max(a, b)} is larger than {min(a, b)}."
    thought = f"{a} and {b}: {a}{sign}{b}."
    if effort == "medium":
        thought = f"I compare {a} and {b}, digit by digit from the left. {compare_digits(a, b)} So {a}{sign}{b}. That is the answer."
    elif effort == "high":
        thought = (f"The user wants to know which of {a} and {b} is larger. I compare digit by digit from the left. {compare_digits(a, b)} "
                   f"So {a}{sign}{b}. Check the other way round, {b} and {a}. {compare_digits(b, a)} It fits. {a}{sign}{b}.")
    final = verdict
    if "{a} or" not in asked and any(f"is {{a}} {word}" in asked.lower() for word in ("greater", "larger", "bigger", "more")):
        final = ("Yes, " if a > b else "No, ") + verdict
    return Conversation(effort, [Exchange(asked.format(a=a, b=b), [Step(thought, final)])])


def sample(rng: random.Random, split: str) -> Conversation:
    kind = rng.choices((bare, story, comparison), (60, 25, 15))[0]
    conversation = kind(rng, split, rng.choices(EFFORTS, EFFORT_SHARES)[0])
    conversation.topic = "arithmetic"
    return conversation
