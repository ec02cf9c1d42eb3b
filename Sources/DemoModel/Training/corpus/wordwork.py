"""Work on words and lists: repeat, reverse, spell, count letters, upper case, sort, first and last word."""
from __future__ import annotations
import random

from .arithmetic import number
from .conversation import EFFORTS, Conversation, Exchange, Step, plain, spelled
from .wordings import Wordings
from .words import word

WORD = "[|the word |word ]"
ASKED = {
    "repeat": Wordings(
        "v [repeat|say|write|copy|echo|type|print|read back|give back|send back][:| this:| the following:| exactly:| after me:| the text:| these words:] {x}",
        "s [repeat|say|write|echo|copy|just say|please say|repeat after me|say after me|say this back to me|write exactly this][:|] {x}",
        "v [repeat|write|say|copy] {x} [once|again|back to me|as it is|without changes]"),
    "reverse": Wordings(
        f"v [reverse|invert|mirror|turn around|flip|turn round] {WORD}{{x}}", "v [reverse|invert|mirror|flip] the [letters|order of the letters] [of|in] {x}",
        f"v [spell|write|say|type|give me|print|read] {WORD}{{x}} [backwards|in reverse|reversed|from the end|from back to front]",
        f"q what is {WORD}{{x}} [backwards|in reverse|reversed|when reversed|spelled backwards|written backwards|from the end]",
        f"q how [do you|do I|would you|is it that you] [write|spell] {WORD}{{x}} [backwards|in reverse|from the end]",
        "s {x}[ in reverse| backwards|, backwards| reversed|, but backwards][ please|?|]", "s [reverse|backwards|in reverse|reversed]: {x}"),
    "spell": Wordings(
        f"v [spell|spell out|write out the letters of|list the letters of|give me the letters of|name the letters of] {WORD}{{x}}",
        f"q how [do you spell|do I spell|is|do we spell|would you spell|to spell] {WORD}{{x}}", f"n the [spelling|letters] of {WORD}{{x}}",
        f"q what are the [letters|single letters] [of|in] {WORD}{{x}}", "s [spell|spelling|letter by letter|spell out]: {x}",
        f"v [tell me|show me] how {WORD}{{x}} is [spelled|written|spelt]", f"v [spell|write] {WORD}{{x}} letter by letter"),
    "letters": Wordings(
        f"q how many letters [are|are there] in {WORD}{{x}}", f"q how many letters [does|has] {WORD}{{x}} [have|got|contain]",
        f"v [count|count up|tell me the number of|find out the number of|say the number of] [the |all ]letters [in|of] {WORD}{{x}}",
        f"q how long is {WORD}{{x}}", f"n the [length|number of letters|count of letters|letter count] of {WORD}{{x}}",
        f"q how many letters [are|is] {WORD}{{x}}", f"s [number of letters|letter count|length|count the letters] [of|in] {WORD}{{x}}[?|]"),
    "letter": Wordings(
        "q how many [{y}s|{y}'s|times {y}|letters {y}] are [|there ]in {x}", f"q how [often|many times] [does|is] [|the letter ]{{y}} [|found |occur |appear |used ]in {WORD}{{x}}",
        f"v [count|count up|find the number of] [the letter {{y}}|all {{y}}s|the {{y}}s|every {{y}}|how often {{y}} is] in {WORD}{{x}}",
        "q how many [{y}s|{y}'s|letters {y}|{y}] does {x} [have|contain]", f"n the [number|count] of [{{y}}|{{y}}s|letters {{y}}] in {WORD}{{x}}",
        f"s in {WORD}{{x}}, how [many {{y}}s are there|often is {{y}}]?", "s [number of|count] {y} in {x}[?|]"),
    "upper": Wordings(
        "v [write|put|type|print|say|give me|spell] {x} in [upper case|capitals|capital letters|all caps|uppercase|big letters]",
        "v [make|turn|change|convert|transform] [this |]{x} [upper case|into upper case|to upper case|into capitals|to capital letters|all caps]",
        "v [uppercase|capitalise|capitalize|shout] [all letters of |every letter of ||the text ]{x}",
        "s [upper case|uppercase|in capitals|all caps|shout|to upper case|capitals|capitalise all letters]: {x}",
        "s {x} [in capital letters|in upper case|in capitals|in all caps][ please|?|]", "q what is {x} in [capitals|upper case|capital letters]"),
    "sort": Wordings(
        "v [sort|order|arrange|alphabetise|put in order|line up] [|the words |these words: |the following words: |these: |alphabetically: ]{x}",
        "v [put|bring|write|list|sort|arrange|order] [|these words |the words ][in alphabetical order|alphabetically|from a to z|by the alphabet|in order]: {x}",
        "v [sort|put|bring|arrange|order|write|list] {x} [alphabetically|in alphabetical order|from a to z|into alphabetical order|by the alphabet]",
        "n the alphabetical order of {x}", "s [alphabetical order|sorted|a to z|in order from a to z|sort alphabetically]: {x}",
        "q what is the alphabetical order of {x}"),
    "ascending": Wordings(
        "v [sort|order|arrange|put in order] [|the numbers |these numbers: |the following numbers: |these: ]{x}",
        "v [sort|order|arrange|list|write|put] [|the numbers |these numbers ][|: ]{x} [in ascending order|from smallest to largest|from low to high|in increasing order|smallest first|upwards|from small to big]",
        "v [sort|order|arrange|list|put] [in ascending order|from smallest to largest|from low to high|smallest first|in increasing order]: {x}",
        "s [ascending|ascending order|smallest first|from small to large|increasing order]: {x}"),
    "descending": Wordings(
        "v [sort|order|arrange|list|write|put] [|the numbers |these numbers ][|: ]{x} [in descending order|from largest to smallest|from high to low|in decreasing order|largest first|downwards|from big to small]",
        "v [sort|order|arrange|list|put] [in descending order|from largest to smallest|from high to low|largest first|in decreasing order]: {x}",
        "s [descending|descending order|largest first|from large to small|decreasing order]: {x}"),
    "first": Wordings(
        "n the [first|very first|opening] word [of|in][|:| this:| the text:| the sentence:] {x}", "q which word [is first|comes first|stands first|is the first one] in[|:] {x}",
        "v [take|name|say|pick|write|repeat only|extract] the [first|very first|opening] word [of|from|in][|:] {x}", "s [first word|the first word|which is the first word][:| of| in] {x}",
        "q what word does {x} [begin|start|open] with", "s {x} - [what is the first word?|first word?|which word is first?]"),
    "last": Wordings(
        "n the [last|very last|final|closing] word [of|in][|:| this:| the text:| the sentence:] {x}", "q which word [is last|comes last|stands last|is the last one] in[|:] {x}",
        "v [take|name|say|pick|write|repeat only|extract] the [last|very last|final|closing] word [of|from|in][|:] {x}", "s [last word|the last word|which is the last word][:| of| in] {x}",
        "q what word does {x} [end|finish|close] with", "s {x} - [what is the last word?|last word?|which word is last?]"),
}


def phrase(rng: random.Random, split: str, shortest: int = 2, longest: int = 6) -> list[str]:
    return [word(rng, split, 0.25) for _ in range(rng.randint(shortest, longest))]


def letters(text: str) -> str:
    """`g-a-r-d-e-n`: with the hyphen, every letter is one token."""
    return "-".join(text)


def numbered(text: str) -> str:
    """`1g2a3r`: what stands after a number is found again by the number."""
    return "".join(f"{number}{letter}" for number, letter in enumerate(text, 1))


def numbered_backwards(text: str) -> str:
    """`3r2a1g`."""
    return "".join(f"{number}{text[number - 1]}" for number in range(len(text), 0, -1))


def counted(text: str, numbers: list[int]) -> str:
    """`g-a-r1-d`: a letter with the number 0 stays bare."""
    return "-".join(f"{letter}{number or ''}" for letter, number in zip(text, numbers))


def keys(words: list[str]) -> dict[str, str]:
    """What the words are sorted by: their first letter, or as many as tell them apart."""
    length = next(n for n in range(1, 99) if len({w[:n] for w in words}) == len({w for w in words}) or n > 12)
    return {w: letters(w[:length]) for w in words}


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
    return text, spelled(backwards), {
        "low": f"{numbered(text)}: {numbered_backwards(text)}.",
        "medium": f"The user wants {text} backwards. With numbers: {numbered(text)}. From the end: {numbered_backwards(text)}. So {letters(backwards)}.",
        "high": f"The user wants {text} backwards. The letters are {letters(text)}. With numbers: {numbered(text)}. "
                f"That are {len(text)} letters. From the last one to the first: {numbered_backwards(text)}. Together: {letters(backwards)}."}


def spell(rng, split):
    text = word(rng, split, 0.5)
    return text, letters(text), {
        "low": f"{letters(text)}.", "medium": f"The user wants the letters of {text}. They are {numbered(text)}. I write them with hyphens.",
        "high": f"The user wants me to spell {text}. Letter by letter, with numbers: {numbered(text)}. So {letters(text)}. "
                f"That is the whole word {text}, nothing is left out. I write the letters with hyphens: {letters(text)}."}


def count_letters(rng, split):
    text = word(rng, split, 0.5)
    return text, f"{text} has {len(text)} letters." if len(text) != 1 else f"{text} has 1 letter.", {
        "low": f"{numbered(text)}: {len(text)}.", "medium": f"I count the letters of {text}: {letters(text)}. With numbers: {numbered(text)}. So {len(text)}.",
        "high": f"The user asks how many letters {text} has. The letters are {letters(text)}. I count: {numbered(text)}. The last number is "
                f"{len(text)}. Once more: {numbered(text)}. Again {len(text)}. So the answer is {len(text)}."}


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
        "low": f"{letter}: {walk}: {count}.", "medium": f"I look for {letter} in {text}: {walk}. So {count}.",
        "high": f"The user asks how often {letter} is in {text}. The letters are {letters(text)}. I count each {letter}: {walk}. "
                f"That makes {count}. Once more: {walk}. Again {count}. So it {times}."}


def upper(rng, split):
    text = " ".join(phrase(rng, split, 1, 3))
    return text, spelled(text.upper()), {
        "low": f"{' '.join(map(letters, text.split()))}.",
        "medium": f"The text is {text}. Its letters: {' '.join(map(letters, text.split()))}. In capitals: {' '.join(map(letters, text.upper().split()))}.",
        "high": f"The user wants capitals. The text is {text}. The letters are {letters(text.replace(' ', ''))}. "
                f"In capitals {letters(text.replace(' ', '').upper())}. Together: {spelled(text.upper())}"}


def sort_words(rng, split):
    words = list(dict.fromkeys(phrase(rng, split, 3, 5)))
    ordered = sorted(words)
    key = keys(words)
    first = ", ".join(f"{key[w]} {w}" for w in words)
    sorted_first = ", ".join(f"{key[w]} {w}" for w in ordered)
    result = ", ".join(ordered)
    separator = rng.choice((", ", " ", ", "))
    return separator.join(words), result, {
        "low": f"{first}: {' '.join(key[w] for w in ordered)}.", "medium": f"First letters: {first}. In order: {sorted_first}.",
        "high": f"The user wants {len(words)} words in alphabetical order. First letters: {first}. The smallest letter comes first: "
                f"{sorted_first}. I check that no word is missing: {len(ordered)} words. So the order is {result}."}


def sort_numbers(rng, split, descending=False):
    numbers = list(dict.fromkeys(number(rng) for _ in range(rng.randint(3, 5))))
    ordered = sorted(numbers, reverse=descending)
    result = ", ".join(map(str, ordered))
    padded = " ".join(f"{n:03}" for n in numbers)
    left, steps = list(numbers), []
    for n in ordered:
        steps.append(f"{' '.join(f'{m:03}' for m in left)}: {n:03}")
        left.remove(n)
    way = "largest" if descending else "smallest"
    separator = rng.choice((", ", " ", ", "))
    return separator.join(map(str, numbers)), result, {
        "low": f"{way}: {padded}: {' '.join(f'{n:03}' for n in ordered)}.", "medium": f"The {way} first. {'; '.join(steps)}. So {result}.",
        "high": f"The user wants {len(numbers)} numbers, the {way} first. With three digits: {padded}. I take the {way} of what is left each time: "
                f"{'; '.join(steps)}. In order: {' '.join(f'{n:03}' for n in ordered)}. That are {len(ordered)} numbers, none is missing. So {result}."}


def sort_numbers_down(rng, split):
    return sort_numbers(rng, split, descending=True)


def first_word(rng, split, index=0):
    words = phrase(rng, split, 3, 7)
    if rng.random() < 0.2:
        words[0] = "the"
    listed = ", ".join(f"{i} {w}" for i, w in enumerate(words, 1))
    which, answer = ("first" if index == 0 else "last"), words[index]
    return " ".join(words), answer, {
        "low": f"The {which} word: {answer}.", "medium": f"The text is: {' '.join(words)}. The {which} word is {answer}.",
        "high": f"The user wants the {which} word. I number the words: {listed}. There are {len(words)} words. "
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
    asked = ASKED[kind].draw(rng, split)
    return Exchange(asked.format(x=quoted(rng, text), y=letter), [Step(thoughts[effort], final)])


def sample(rng: random.Random, split: str) -> Conversation:
    effort = rng.choice(EFFORTS)
    answer = exchange(rng, split, effort)
    expected = plain(answer.steps[-1].final).rstrip(".")
    return Conversation(effort, [answer], topic="words", check=lambda said: said.strip().strip("\"'.") == expected)
