"""Makes schemas.jsonl: random schemas, texts made from them and mutations of these, each with what the jsonschema package says of it.

    pip install jsonschema && python3 make_fixtures.py [count] [seed] > schemas.jsonl

Objects are written in the schema's order, which is the one order that the grammar has. Numbers that JSON Schema counts as integers
are written as such.
"""

import json
import sys

import jsonschema

from random_schemas import instance, rng, root_schema

rng.seed(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 120


def mutated(value):
    """The same but for one place; orders stay."""
    other = rng.choice([None, True, 0, -1, 7, 2.5, "", "a", "zz", [], {}, [1], {"a": 1}])
    if isinstance(value, list) and value and rng.random() < 0.8:
        index = rng.randrange(len(value))
        what = rng.randrange(3)
        if what == 0:
            return value[:index] + value[index + 1 :]
        if what == 1:
            return value[:index] + [value[index]] + value[index:]
        return value[:index] + [mutated(value[index])] + value[index + 1 :]
    if isinstance(value, dict) and rng.random() < 0.8:
        if value and rng.random() < 0.7:
            name = rng.choice(list(value))
            if rng.random() < 0.4:
                return {k: v for k, v in value.items() if k != name}
            return {k: mutated(v) if k == name else v for k, v in value.items()}
        return value | {"zz" + str(rng.randrange(9)): other}
    if isinstance(value, str) and rng.random() < 0.7:
        index = rng.randrange(len(value) + 1)
        return value[:index] + rng.choice(["a", "é", "0", '"', "\\"]) + value[index:] if rng.random() < 0.6 else value[:-1]
    if isinstance(value, (int, float)) and not isinstance(value, bool) and rng.random() < 0.7:
        result = value + rng.choice([-100, -1, -0.5, 0.25, 1, 2, 1000])
        return int(result) if result == int(result) else result
    return other


def written(value):
    separators = rng.choice([None, (",", ":"), (",", ": ")])
    if rng.random() < 0.2:
        return json.dumps(value, ensure_ascii=False, indent=rng.choice([0, 2, "\t"]))
    return json.dumps(value, ensure_ascii=False, separators=separators)


made = 0
while made < COUNT:
    root = root_schema()
    validator = jsonschema.Draft202012Validator(root, format_checker=jsonschema.FormatChecker())
    cases = {}
    for _ in range(24):
        value = instance(root, root, 6)
        for _ in range(rng.randrange(4)):
            cases[written(value)] = validator.is_valid(value)
            value = mutated(value)
        cases[written(value)] = validator.is_valid(value)
    # To Python, '$' matches before a line end at the end too.
    cases = {text: valid for text, valid in cases.items() if '\\n"' not in text}
    if not any(cases.values()):
        continue
    print(json.dumps({"schema": root, "cases": [[text, valid] for text, valid in cases.items()]}, ensure_ascii=False))
    made += 1
