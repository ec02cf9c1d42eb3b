"""Arithmetic as one does it on paper, written down: what the model reasons at medium and high effort."""
from __future__ import annotations

COLUMNS = ("Ones", "Tens", "Hundreds", "Thousands", "Ten thousands")


def digits(number: int, width: int) -> list[int]:
    """The digits from the ones up, with zeros to the width."""
    return [number // 10**place % 10 for place in range(width)]


def sum_columns(a: int, b: int) -> str:
    """`Ones 7+8=15, carry 1. Tens 4+8+1=13, carry 1. Hundreds 3+2+1=6. So 635.`"""
    width, carry, parts = max(len(str(a)), len(str(b))), 0, []
    for place, (x, y) in enumerate(zip(digits(a, width), digits(b, width))):
        total = x + y + carry
        carried = ", carry 1" if total > 9 else ""
        parts.append(f"{COLUMNS[place]} {x}+{y}{'+1' if carry else ''}={total}{carried}.")
        carry = total // 10
    return " ".join(parts) + f" So {a + b}."


def sum_totals(a: int, b: int) -> str:
    """`15,13,6`: the columns' sums with the carry, from the ones up; a sum of two digits is its own note to carry."""
    width, carry, totals = max(len(str(a)), len(str(b))), 0, []
    for x, y in zip(digits(a, width), digits(b, width)):
        totals.append(x + y + carry)
        carry = totals[-1] // 10
    return ",".join(map(str, totals))


def difference_columns(a: int, b: int) -> str:
    """For a not below b: `Ones 15-8=7, borrow 1. Tens 12-8=4, borrow 1. Hundreds 5-2=3. So 347.`"""
    width, borrow, parts = len(str(a)), 0, []
    for place, (x, y) in enumerate(zip(digits(a, width), digits(b, width))):
        top = x - borrow
        borrow = int(top < y)
        top += 10 * borrow
        parts.append(f"{COLUMNS[place]} {top}-{y}={top - y}{', borrow 1' if borrow else ''}.")
    return " ".join(parts) + f" So {a - b}."


def difference_totals(a: int, b: int) -> str:
    """`7-,4-,3`: the digits of the difference from the ones up; a minus after a digit says that it borrowed."""
    width, borrow, parts = len(str(a)), 0, []
    for x, y in zip(digits(a, width), digits(b, width)):
        top = x - borrow
        borrow = int(top < y)
        parts.append(f"{top + 10 * borrow - y}{'-' if borrow else ''}")
    return ",".join(parts)


def product_parts(a: int, b: int) -> list[tuple[int, int, int]]:
    """The partial products by the digits of b: (a, part of b, product), the ones first; no row for a zero digit."""
    parts = [(digit * 10**place) for place, digit in enumerate(digits(b, len(str(b))))]
    return [(a, part, a * part) for part in parts if part] or [(a, b, 0)]


def product_row(a: int, part: int) -> str:
    """`47×80: 40×80=3200, 7×80=560, so 3760.`"""
    pieces = [digit * 10**place for place, digit in enumerate(digits(a, len(str(a)))) if digit][::-1]
    if len(pieces) < 2:
        return f"{a}×{part}={a * part}."
    return f"{a}×{part}: " + ", ".join(f"{piece}×{part}={piece * part}" for piece in pieces) + f", so {a * part}."


def product_steps(a: int, b: int) -> str:
    rows = product_parts(a, b)
    text = " ".join(product_row(a, part) for _, part, _ in rows)
    if len(rows) == 2:
        text += f" Add {rows[0][2]}+{rows[1][2]}: " + sum_columns(rows[0][2], rows[1][2])
    return text


def product_totals(a: int, b: int) -> str:
    """`160+28=188,3200+560=3760:8,14,9,3`: the rows of `product_steps` and the columns of their sum, bare."""
    rows = product_parts(a, b)
    text = []
    for _, part, product in rows:
        pieces = [digit * 10**place * part for place, digit in enumerate(digits(a, len(str(a)))) if digit][::-1]
        text.append("+".join(map(str, pieces)) + f"={product}" if len(pieces) > 1 else str(product))
    total = ":" + sum_totals(rows[0][2], rows[1][2]) if len(rows) == 2 else ""
    return ",".join(text) + total


def compare_digits(a: int, b: int) -> str:
    """`Both have 3 digits. 4=4. 8>7.` or `3 digits and 2 digits.`"""
    x, y = str(a), str(b)
    if len(x) != len(y):
        return f"{a} has {len(x)} digits, {b} has {len(y)}."
    text = f"Both have {len(x)} digits."
    for left, right in zip(x, y):
        sign = "=" if left == right else ">" if left > right else "<"
        text += f" {left}{sign}{right}."
        if left != right:
            break
    return text
