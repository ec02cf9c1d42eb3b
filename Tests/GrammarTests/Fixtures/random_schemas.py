"""Random schemas of all kinds that are supported, and values that often follow them."""

import random
import re

rng = random.Random(1)
NAMES = ["a", "b", "ab", "abc", "name", "x y", "é", 'q"', "back\\slash", "id", "n\n"]
WORDS = ["", "a", "ab", "abc", "hello", "Zürich", "日本", "😀", 'say "hi"', "tab\t", "line\n", "back\\", "\x01", "a1", "x-9", "2024-02-29", "12", "-"]
PATTERNS = ["^a", "b$", "^[a-z]+$", "^\\S{2,4}$", "[0-9]", "^(ab|cd)?e*$", "^x-\\d+$", "é|\\.", "^[^a-c]*$", "^a.c$"]
FORMATS = {
    "date": ["2024-02-29", "2023-02-29", "2023-12-31", "2023-13-01", "23-01-01", "2000-02-29", "1900-02-29", "2023-04-31"],
    "ipv4": ["127.0.0.1", "256.1.1.1", "1.2.3", "0.0.0.0", "01.2.3.4"],
    "uuid": ["123e4567-e89b-12d3-a456-426614174000", "123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456-42661417400"],
    "ipv6": ["::", "::1", "1::", "fe80::1:2", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1::2::3", "::ffff:1.2.3.4", "12345::", "1:2:3:4:5:6:7::"],
}


def schema(depth, defs):
    kind = rng.choice(
        ["string", "integer", "number", "boolean", "null", "enum", "const", "types"] + ["object", "array", "anyOf", "allOf", "ref"] * (2 if depth > 0 else 0))
    if kind == "string":
        result = {"type": "string"}
        what = rng.randrange(5)
        if what == 0:
            low = rng.randrange(3)
            result |= {"minLength": low, "maxLength": low + rng.randrange(5)}
        elif what == 1:
            result["pattern"] = rng.choice(PATTERNS)
            if rng.random() < 0.3:
                result["maxLength"] = 5
        elif what == 2:
            result["format"] = rng.choice(list(FORMATS))
        return result
    if kind in ("integer", "number"):
        result = {"type": kind}
        if rng.random() < 0.6:
            low = rng.choice([-100, -12, -1, 0, 1, 7, 0.5, -2.25])
            result[rng.choice(["minimum", "exclusiveMinimum"])] = low
            if rng.random() < 0.6:
                result[rng.choice(["maximum", "exclusiveMaximum"])] = low + rng.choice([1, 3, 10.5, 250])
        elif rng.random() < 0.5:
            result[rng.choice(["maximum", "exclusiveMaximum"])] = rng.choice([-5, 0, 3.5, 120])
        if kind == "integer" and rng.random() < 0.3:
            result["multipleOf"] = rng.choice([2, 3, 7, 10])
        return result
    if kind in ("boolean", "null"):
        return {"type": kind}
    if kind == "enum":
        return {"enum": rng.sample(["a", "b c", 'é"', 1, -2, 3.5, True, None, [1, "x"], {"k": 1}], rng.randrange(1, 5))}
    if kind == "const":
        return {"const": rng.choice(["a", 0, None, [], {}, [1, 2], {"a": {"b": []}}])}
    if kind == "types":
        return {"type": rng.sample(["string", "number", "null", "boolean"], 2), "maxLength": 3, "minimum": 2}
    if kind == "object":
        names = rng.sample(NAMES, rng.randrange(0, 5))
        result = {"type": "object", "properties": {name: schema(depth - 1, defs) for name in names}}
        result["required"] = [name for name in names if rng.random() < 0.5]
        extra = rng.randrange(4)
        if extra < 2:
            result["additionalProperties"] = False
        elif extra == 2:
            result["additionalProperties"] = schema(0, defs)
        if rng.random() < 0.15:
            result["propertyNames"] = rng.choice([{"maxLength": 4}, {"pattern": "^[a-z]"}, {"enum": ["a", "b", "name", "more1"]}, True])
        if rng.random() < 0.15 and "additionalProperties" not in result:
            result["patternProperties"] = {"^more": schema(0, defs)}
        return result
    if kind == "array":
        result = {"type": "array", "items": schema(depth - 1, defs)}
        if rng.random() < 0.3:
            result["prefixItems"] = [schema(0, defs) for _ in range(rng.randrange(1, 3))]
        if rng.random() < 0.5:
            low = rng.randrange(3)
            result |= {"minItems": low}
            if rng.random() < 0.7:
                result["maxItems"] = low + rng.randrange(3)
        return result
    if kind == "anyOf":
        result = {"anyOf": [schema(depth - 1, defs) for _ in range(rng.randrange(1, 4))]}
        if rng.random() < 0.2:
            result["type"] = rng.choice(["string", "object", "integer"])
        return result
    if kind == "allOf":
        return {"allOf": [schema(depth - 1, defs), rng.choice([{"type": "object"}, {"minLength": 1}, {"minimum": 1}, {"minItems": 1}, True])]}
    return {"$ref": "#/$defs/" + rng.choice(defs)} if defs else True


def instance(s, root, fuel):
    """A value that often satisfies the schema."""
    if s is True or s == {}:
        return rng.choice([None, 1, "x", [], {"z": [1]}])
    if s is False:
        return None
    if "$ref" in s:
        return instance(root["$defs"][s["$ref"].split("/")[-1]], root, fuel - 1) if fuel > 0 else None
    if "enum" in s:
        return rng.choice(s["enum"])
    if "const" in s:
        return s["const"]
    if "anyOf" in s:
        return instance(rng.choice(s["anyOf"]), root, fuel - 1)
    if "allOf" in s:
        return instance(s["allOf"][0], root, fuel - 1)
    kind = s.get("type")
    if isinstance(kind, list):
        kind = rng.choice(kind)
    if kind == "string":
        if "format" in s:
            return rng.choice(FORMATS[s["format"]])
        if "pattern" in s and rng.random() < 0.7:
            for _ in range(50):
                text = "".join(rng.choice("abcdexyz019-.é\n ") for _ in range(rng.randrange(5)))
                if re.search(s["pattern"], text):
                    return text
        return rng.choice(WORDS)[: s.get("maxLength", 99)] + "x" * rng.choice([0, 0, s.get("minLength", 0)])
    if kind == "integer":
        low = s.get("minimum", s.get("exclusiveMinimum", s.get("maximum", s.get("exclusiveMaximum", 5)) - 9))
        value = int(low) + rng.randrange(-1, 12)
        factor = s.get("multipleOf", 1)
        return value // factor * factor if rng.random() < 0.7 else value
    if kind == "number":
        low = s.get("minimum", s.get("exclusiveMinimum", s.get("maximum", s.get("exclusiveMaximum", 5)) - 2))
        value = low + rng.choice([-0.5, 0, 0.25, 0.5, 1, 1.75, 3, 10])
        return int(value) if value == int(value) else value
    if kind == "boolean":
        return rng.random() < 0.5
    if kind == "array":
        count = s.get("minItems", 0) + rng.randrange(3)
        count = min(count, s.get("maxItems", count)) if fuel > 0 else s.get("minItems", 0)
        prefix = s.get("prefixItems", [])
        return [instance(prefix[i] if i < len(prefix) else s.get("items", True), root, fuel - 1) for i in range(count)]
    if kind == "object":
        result = {}
        for name, value in s.get("properties", {}).items():
            if name in s.get("required", []) or (fuel > 0 and rng.random() < 0.5):
                result[name] = instance(value, root, fuel - 1)
        if s.get("additionalProperties", True) is not False and rng.random() < 0.4:
            result["more" + str(rng.randrange(3))] = instance(s.get("additionalProperties", True), root, 0)
        return result
    return None


def root_schema():
    """A schema, with definitions that refer to one another."""
    names = ["one", "two"][: rng.randrange(3)]
    root = {"$defs": {}} if names else {}
    for name in names:
        if rng.random() < 0.5:
            rest = {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/" + rng.choice(names)}]}
            root["$defs"][name] = {
                "type": "object", "properties": {"next": rest, "v": schema(1, names)}, "required": ["next"], "additionalProperties": False,
            }
        else:
            root["$defs"][name] = schema(1, [])
    body = schema(3, names)
    return root | body if body is not True else root_schema()
