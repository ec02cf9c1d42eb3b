"""The functions that there are, a file for each topic. An archetype is a paragraph:

    @group.key  its function names in snake case
    d descriptions, between bars
    p parameters: label, label:kind, `?` where optional, then in parentheses what the user says where it is given
      (a boolean: what is said for true, and after a slash what is said for false)
    n / p: / v / q  what the user asks for: a noun phrase, a plural one, an order, a question
    r the result's fields=kind -> the answer

A kind is one that `tools.values` draws, a range of numbers or a choice `a/b/c`; `(a/b)` in a wording stands for one of the two. Of two
tools of the same group one may be mistaken for the other, so that they are not used where no tool is to fit.
"""
from pathlib import Path

#: In the order in which they are drawn from: a topic in another place makes another corpus of the same seed.
TOPICS = """
weather_and_time planning_and_messages music home shopping_and_money language travel food orders_and_support files_and_web
measures_and_places films_books_and_sport health_and_school garden_and_vehicles games_and_numbers leisure work servers everyday
""".split()

#: All paragraphs, with an empty line between two of them.
TEXT = "\n\n".join(Path(__file__).with_name(topic + ".txt").read_text().strip() for topic in TOPICS)
