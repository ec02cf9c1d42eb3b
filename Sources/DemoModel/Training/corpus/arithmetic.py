"""Sums, differences, products and comparisons of integers up to three digits, bare or told as a story."""
from __future__ import annotations
import random
from dataclasses import dataclass

from .columns import (compare_digits, difference_columns, difference_totals, product_steps, product_totals, sum_columns,
                      sum_totals)
from .conversation import EFFORTS, Conversation, Exchange, Step
from .words import allowed, held_out, name

ASKED = [
    "What is {x}?", "what is {x}", "What's {x}?", "whats {x}?", "How much is {x}?", "how much is {x}", "Calculate {x}.", "calculate {x}",
    "Compute {x}", "Please compute {x}.", "{x}", "{x} = ?", "{x} =", "{x}?", "Tell me {x}.", "Can you tell me what {x} is?", "Solve {x}.",
    "Work out {x}.", "Please work out {x}.", "I need {x}.", "Give me the result of {x}.", "What does {x} make?", "Hi! What is {x}?",
    "Hello, how much is {x}?", "Do you know {x}?", "What do I get for {x}?", "Evaluate {x}", "Find {x}.", "Quick: {x}",
    "Quick question: {x}?", "What is the result of {x}?", "Could you work out {x} for me?", "Help me with {x}.",
    "My homework says {x}. What is it?", "{x} please", "please calculate {x}", "Let me know what {x} is.", "Any idea what {x} is?",
    "So what is {x}?", "I wonder what {x} is.", "Hey, {x}?", "Can you do {x}?", "What would {x} be?", "what would {x} be", "Show me {x}.",
    "What do you get if you calculate {x}?", "Please tell me how much {x} is.", "can you calculate {x} for me", "I want to know {x}.",
]
FORMS = {
    "+": ["{a} + {b}", "{a} + {b}", "{a}+{b}", "{a} plus {b}", "the sum of {a} and {b}"],
    "-": ["{a} - {b}", "{a} - {b}", "{a}-{b}", "{a} − {b}", "{a} minus {b}"],
    "×": ["{a} × {b}", "{a} * {b}", "{a}*{b}", "{a} x {b}", "{a} times {b}", "the product of {a} and {b}", "{a} multiplied by {b}"],
}
COMPARED = [
    "Which is larger, {a} or {b}?", "Which is bigger: {a} or {b}?", "which number is greater, {a} or {b}", "Is {a} greater than {b}?",
    "What is larger, {a} or {b}?", "Compare {a} and {b}.", "{a} or {b}: which is more?", "Tell me which is larger: {a} or {b}.",
    "Which of {a} and {b} is the larger number?", "Which one is bigger, {a} or {b}?", "compare {a} with {b}", "Is {a} or {b} larger?",
    "Please compare {a} and {b}.", "Of {a} and {b}, which is greater?", "Is {a} more than {b}?", "{a} vs {b}, which is bigger?",
]
THINGS = ("apples books coins stamps marbles cards pencils shells eggs cookies tickets stickers plums stones roses balls cups boxes nuts "
          "pears buttons candles keys fish stars").split()

#: (operation, story, answer); {n} and {m} are people, {t} things.
STORIES = [
    ("+", "{n} has {a} {t} and gets {b} more. How many {t} does {n} have now?", "{n} has {r} {t} now."),
    ("+", "{n} has {a} {t} and {m} has {b} {t}. How many do they have together?", "Together they have {r} {t}."),
    ("+", "There are {a} {t} on the table. {n} puts {b} more there. How many are there now?", "There are {r} {t} now."),
    ("+", "{n} finds {a} {t} in the morning and {b} in the evening. How many in all?", "{n} finds {r} {t} in all."),
    ("+", "A shop sells {a} {t} on Monday and {b} on Tuesday. How many {t} are that?", "That makes {r} {t}."),
    ("+", "{n} buys {a} {t}, then {b} more {t}. How many did {n} buy?", "{n} bought {r} {t}."),
    ("-", "{n} has {a} {t} and gives {b} away. How many {t} are left?", "{r} {t} are left."),
    ("-", "{n} had {a} {t} and lost {b}. How many does {n} have now?", "{n} has {r} {t} now."),
    ("-", "There are {a} {t} in a box. {n} takes {b} out. How many are left?", "{r} {t} are left."),
    ("-", "{n} has {a} {t}, {m} has {b}. How many more does {n} have?", "{n} has {r} more {t}."),
    ("-", "A shop has {a} {t} and sells {b} of them. How many {t} remain?", "{r} {t} remain."),
    ("-", "Of {a} {t}, {n} used {b}. How many {t} are not used?", "{r} {t} are not used."),
    ("×", "{n} has {a} boxes with {b} {t} each. How many {t} are there?", "There are {r} {t}."),
    ("×", "There are {a} rows of {b} {t}. How many {t} are that?", "That makes {r} {t}."),
    ("×", "{n} buys {a} bags with {b} {t} in each bag. How many {t} does {n} have?", "{n} has {r} {t}."),
    ("×", "Each of {a} children has {b} {t}. How many {t} do they have together?", "Together they have {r} {t}."),
    ("×", "{n} packs {b} {t} a day for {a} days. How many {t} is that?", "That makes {r} {t}."),
]
#: Low effort is the hardest: little is written down.
EFFORT_SHARES = (3, 1, 1)
_ASKED = {split: allowed(ASKED, split) for split in ("train", "held-out")}
_COMPARED = {split: allowed(COMPARED, split) for split in ("train", "held-out")}


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
        return (f"{self.b} is larger, so the result is negative. {self.b}-{self.a}: "
                f"{difference_columns(self.b, self.a)} With the sign {self.result}.")

    @property
    def short_work(self) -> str:
        """For low effort: `347+288:15,13,6:635.`, what each column makes, from the ones up."""
        if self.sign == "+":
            work = sum_totals(self.a, self.b)
        elif self.sign == "×":
            work = product_totals(self.a, self.b)
        elif self.a >= self.b:
            work = difference_totals(self.a, self.b)
        else:
            work = f"{self.b}-{self.a}:{difference_totals(self.b, self.a)}"
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
        return f"{problem.text}. {problem.work}"
    return (f"The user asks for {problem.text}. I go step by step. {problem.work} {problem.proof} "
            f"I am sure that {problem.text}={problem.result}. So I answer {problem.result}.")


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
        if sign == "-" and a < b and rng.random() < 0.7:
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


def bare(rng: random.Random, split: str, effort: str) -> Conversation:
    task = problem(rng, split)
    form = rng.choice(FORMS[task.sign]).format(a=task.a, b=task.b)
    asked = rng.choice(_ASKED[split]).format(x=form)
    return Conversation(effort, [Exchange(asked, [Step(reasoning(task, effort), task.sentence)])], check=says(task.result))


def story(rng: random.Random, split: str, effort: str) -> Conversation:
    task = problem(rng, split)
    if task.sign == "-" and task.a < task.b:
        task = Sum(task.b, "-", task.a)
    _, text, answer = rng.choice([s for s in STORIES if s[0] == task.sign])
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
    asked = rng.choice(_COMPARED[split])
    sign = ">" if a > b else "<" if a < b else "="
    verdict = f"{a} and {b} are equal." if a == b else f"{max(a, b)} is larger than {min(a, b)}."
    thought = f"{a}{sign}{b}."
    if effort == "medium":
        thought = f"I compare {a} and {b}. {compare_digits(a, b)} So {a}{sign}{b}."
    elif effort == "high":
        thought = (f"The user wants to know which of {a} and {b} is larger. I compare digit by digit from the left. {compare_digits(a, b)} "
                   f"So {a}{sign}{b}. Check the other way round, {b} and {a}. {compare_digits(b, a)} It fits. {a}{sign}{b}.")
    final = verdict
    if asked.startswith("Is {a} greater") or asked.startswith("Is {a} more"):
        final = ("Yes, " if a > b else "No, ") + verdict
    return Conversation(effort, [Exchange(asked.format(a=a, b=b), [Step(thought, final)])])


def sample(rng: random.Random, split: str) -> Conversation:
    kind = rng.choices((bare, story, comparison), (60, 25, 15))[0]
    conversation = kind(rng, split, rng.choices(EFFORTS, EFFORT_SHARES)[0])
    conversation.topic = "arithmetic"
    return conversation
