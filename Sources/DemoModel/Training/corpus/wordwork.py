"""Work on words and lists: repeat, reverse, spell, count letters, upper case, sort, first and last word."""
from __future__ import annotations
import random

from .arithmetic import number
from .conversation import EFFORTS, Conversation, Exchange, Step, plain, spelled
from .words import allowed, word

ASKED = {
    "repeat": ["Repeat: {x}", "repeat {x}", "Say {x}", "Please repeat: {x}", "Repeat after me: {x}", "Say this back to me: {x}",
               "Just say: {x}", "Can you repeat this: {x}", "Write exactly this: {x}", "Echo: {x}", "Copy this text: {x}",
               "Repeat the following: {x}", "please say {x}", "Give back this text: {x}", "Say the words: {x}"],
    "reverse": ["Reverse the word {x}.", "reverse {x}", "Spell {x} backwards.", "What is {x} backwards?", "Write {x} backwards.",
                "Can you reverse {x}?", "Reverse: {x}", "{x} in reverse", "Please reverse the letters of {x}.", "What is {x} in reverse?",
                "Turn the word {x} around.", "Give me {x} backwards.", "how do you write {x} backwards", "Reverse the letters in {x}."],
    "spell": ["Spell {x}.", "Spell the word {x}.", "How do you spell {x}?", "spell {x}", "Please spell {x}.", "Can you spell {x}?",
              "Spell {x} for me.", "How is {x} spelled?", "how do I spell {x}", "Spell out {x}.", "Tell me how {x} is spelled.",
              "What are the letters of {x}?", "List the letters of {x}."],
    "letters": ["How many letters are in {x}?", "How many letters does {x} have?", "Count the letters in {x}.", "how many letters in {x}",
                "Count the letters of the word {x}.", "How long is the word {x}?", "What is the length of {x}?",
                "Number of letters in {x}?", "How many letters has the word {x}?", "Please count the letters in {x}."],
    "letter": ["How many {y}s are in {x}?", "How often does {y} occur in {x}?", "Count the letter {y} in {x}.",
               "How many times does the letter {y} appear in {x}?", "how many {y} in {x}", "How many {y}'s are there in {x}?",
               "How many letters {y} does {x} have?", "Number of {y} in {x}?", "In {x}, how many {y}s are there?",
               "Please count how often {y} is in {x}."],
    "upper": ["Write {x} in upper case.", "Uppercase {x}", "Put {x} in capitals.", "Make this upper case: {x}", "{x} in capital letters",
              "Convert to upper case: {x}", "Write {x} in capital letters.", "uppercase: {x}", "Can you write {x} in capitals?",
              "Turn {x} into upper case.", "Please capitalise all letters: {x}", "Shout: {x}"],
    "sort": ["Sort these words: {x}", "Sort {x}", "Put these words in alphabetical order: {x}", "Sort alphabetically: {x}",
             "Please sort: {x}", "Alphabetise {x}", "Can you sort these words: {x}", "Order these words from a to z: {x}",
             "Arrange alphabetically: {x}", "sort the words {x}", "Bring {x} into alphabetical order."],
    "ascending": ["Sort these numbers: {x}", "Sort {x} in ascending order.", "Put these numbers in order: {x}",
                  "Order from smallest to largest: {x}", "sort {x}", "Please sort the numbers {x}", "Arrange in ascending order: {x}",
                  "Sort the numbers {x} from low to high.", "Can you sort these numbers: {x}"],
    "descending": ["Sort {x} in descending order.", "Order from largest to smallest: {x}", "Sort these numbers, largest first: {x}",
                   "Arrange in descending order: {x}", "Sort the numbers {x} from high to low.", "Put these in descending order: {x}",
                   "Sort from big to small: {x}"],
    "first": ["What is the first word of: {x}", "First word of {x}?", "Give me the first word: {x}", "Which word comes first in: {x}",
              "Tell me the first word of this: {x}", "What is the first word in: {x}", "Name the first word of: {x}",
              "Take the first word from: {x}"],
    "last": ["What is the last word of: {x}", "Last word of {x}?", "Give me the last word: {x}", "Which word comes last in: {x}",
             "Tell me the last word of this: {x}", "What is the last word in: {x}", "Name the last word of: {x}",
             "Take the last word from: {x}", "What is the final word of: {x}"],
}
_ASKED = {(kind, split): allowed(texts, split, 0.15) for kind, texts in ASKED.items() for split in ("train", "held-out")}


def phrase(rng: random.Random, split: str, shortest: int = 2, longest: int = 6) -> list[str]:
    return [word(rng, split, 0.25) for _ in range(rng.randint(shortest, longest))]


def letters(text: str) -> str:
    """`g-a-r-d-e-n`: with the hyphen, every letter is one token."""
    return "-".join(text)


def counted(text: str, numbers: list[int]) -> str:
    """`g1-a2-r3`; a letter with the number 0 stays bare."""
    return "-".join(f"{letter}{number or ''}" for letter, number in zip(text, numbers))


def quoted(rng: random.Random, text: str) -> str:
    return rng.choice((text, text, text, f'"{text}"', f"'{text}'"))


def repeat(rng, split):
    text = " ".join(phrase(rng, split, 1))
    if rng.random() < 0.3:
        text += " " + str(number(rng))
    return text, text, {
        "low": "Repeat it.", "medium": f"The user wants the same words back. They are: {text}",
        "high": f"The user wants me to repeat a text. The text begins after the request. The words are: {text}. "
                f"I change nothing and add nothing. I write once more: {text}"}


def reverse(rng, split):
    text = word(rng, split, 0.5)
    backwards = text[::-1]
    places = list(range(1, len(text) + 1))
    return text, spelled(backwards), {
        "low": f"{letters(backwards)}.", "medium": f"{text} is {letters(text)}. From the end: {letters(backwards)}.",
        "high": f"The user wants {text} backwards. The letters are {letters(text)}. With numbers: {counted(text, places)}. "
                f"From the end: {counted(backwards, places[::-1])}. Together: {letters(backwards)}."}


def spell(rng, split):
    text = word(rng, split, 0.5)
    numbered = counted(text, list(range(1, len(text) + 1)))
    return text, letters(text), {
        "low": f"Spell {text}.", "medium": f"The user wants the letters of {text}. They are {letters(text)}. I write them with hyphens.",
        "high": f"The user wants me to spell {text}. Letter by letter, with numbers: {numbered}. So {letters(text)}. "
                f"That is the whole word {text}, nothing is left out. I write the letters with hyphens: {letters(text)}."}


def count_letters(rng, split):
    text = word(rng, split, 0.5)
    numbered = counted(text, list(range(1, len(text) + 1)))
    return text, f"{text} has {len(text)} letters." if len(text) != 1 else f"{text} has 1 letter.", {
        "low": f"{letters(text)}: {len(text)}.", "medium": f"I count the letters of {text}: {numbered}. So {len(text)}.",
        "high": f"The user asks how many letters {text} has. The letters are {letters(text)}. I count: {numbered}. The last number is "
                f"{len(text)}. Once more: {numbered}. Again {len(text)}. So the answer is {len(text)}."}


def count_letter(rng, split):
    text = word(rng, split, 0.3)
    letter = rng.choice(text) if rng.random() < 0.85 else rng.choice("abcdefghiklmnoprstu")
    count, numbers = 0, []
    for each in text:
        count += each == letter
        numbers.append(count if each == letter else 0)
    walk = counted(text, numbers)
    times = {0: "does not occur", 1: "occurs once", 2: "occurs twice"}.get(count, f"occurs {count} times")
    return (text, letter), f"The letter {letter} {times} in {text}.", {
        "low": f"{letters(text)}: {count}.", "medium": f"I look for {letter} in {text}: {walk}. So {count}.",
        "high": f"The user asks how often {letter} is in {text}. The letters are {letters(text)}. I count each {letter}: {walk}. "
                f"That makes {count}. Once more: {walk}. Again {count}. So it {times}."}


def upper(rng, split):
    text = " ".join(phrase(rng, split, 1, 3))
    return text, spelled(text.upper()), {
        "low": "In capitals.", "medium": f"The text is {text}. Letter by letter in capitals: {spelled(text.upper())}",
        "high": f"The user wants capitals. The text is {text}. The letters are {letters(text.replace(' ', ''))}. "
                f"In capitals {letters(text.replace(' ', '').upper())}. Together: {spelled(text.upper())}"}


def sort_words(rng, split):
    words = list(dict.fromkeys(phrase(rng, split, 3, 5)))
    ordered = sorted(words)
    first = ", ".join(f"{w[0]} {w}" for w in words)
    sorted_first = ", ".join(f"{w[0]} {w}" for w in ordered)
    result = ", ".join(ordered)
    separator = rng.choice((", ", " ", ", "))
    return separator.join(words), result, {
        "low": f"{' '.join(w[0] for w in ordered)}.", "medium": f"First letters: {first}. In order: {sorted_first}.",
        "high": f"The user wants {len(words)} words in alphabetical order. First letters: {first}. The smallest letter comes first: "
                f"{sorted_first}. I check that no word is missing: {len(ordered)} words. So the order is {result}."}


def sort_numbers(rng, split, descending=False):
    numbers = list(dict.fromkeys(number(rng) for _ in range(rng.randint(3, 5))))
    ordered = sorted(numbers, reverse=descending)
    result = ", ".join(map(str, ordered))
    lengths = ", ".join(f"{n} has {len(str(n))}" for n in numbers)
    left, steps = list(numbers), []
    for n in ordered:
        steps.append(f"from {' '.join(map(str, left))} take {n}")
        left.remove(n)
    way = "largest" if descending else "smallest"
    separator = rng.choice((", ", " ", ", "))
    return separator.join(map(str, numbers)), result, {
        "low": f"{way} first.", "medium": f"Digits: {lengths}. The {way} first: {' '.join(map(str, ordered))}.",
        "high": f"The user wants {len(numbers)} numbers, the {way} first. Digits: {lengths}. I take the {way} each time: "
                f"{'; '.join(steps)}. So {result}. That are {len(ordered)} numbers, none is missing."}


def sort_numbers_down(rng, split):
    return sort_numbers(rng, split, descending=True)


def first_word(rng, split, index=0):
    words = phrase(rng, split, 3, 7)
    if rng.random() < 0.4:
        words[0] = "the"
    numbered = ", ".join(f"{i} {w}" for i, w in enumerate(words, 1))
    which, answer = ("first" if index == 0 else "last"), words[index]
    return " ".join(words), answer, {
        "low": f"The {which} word.", "medium": f"The text is: {' '.join(words)}. The {which} word is {answer}.",
        "high": f"The user wants the {which} word. I number the words: {numbered}. There are {len(words)} words. "
                f"The {which} one is number {1 if index == 0 else len(words)}: {answer}. So I answer {answer}."}


def last_word(rng, split):
    return first_word(rng, split, index=-1)


KINDS = {"repeat": repeat, "reverse": reverse, "spell": spell, "letters": count_letters, "letter": count_letter, "upper": upper,
         "sort": sort_words, "ascending": sort_numbers, "descending": sort_numbers_down, "first": first_word, "last": last_word}
WEIGHTS = (8, 13, 9, 9, 12, 9, 12, 10, 6, 6, 6)


def exchange(rng: random.Random, split: str, effort: str, kinds: tuple[str, ...] = tuple(KINDS)) -> Exchange:
    kind = rng.choices(kinds, [WEIGHTS[list(KINDS).index(k)] for k in kinds])[0]
    subject, final, thoughts = KINDS[kind](rng, split)
    text, letter = subject if isinstance(subject, tuple) else (subject, "")
    asked = rng.choice(_ASKED[kind, split])
    return Exchange(asked.format(x=quoted(rng, text), y=letter), [Step(thoughts[effort], final)])


def sample(rng: random.Random, split: str) -> Conversation:
    effort = rng.choice(EFFORTS)
    answer = exchange(rng, split, effort)
    expected = plain(answer.steps[-1].final).rstrip(".")
    return Conversation(effort, [answer], topic="words", check=lambda said: said.strip().strip("\"'.") == expected)
