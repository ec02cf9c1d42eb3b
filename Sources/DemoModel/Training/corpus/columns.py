"""Arithmetic as one does it on paper, written down: what the model reasons. Every step names what it works on."""
from __future__ import annotations

COLUMNS = ("Ones", "Tens", "Hundreds", "Thousands", "Ten thousands")


def digits(number: int, width: int) -> list[int]:
    """The digits from the ones up, with zeros to the width."""
    return [number // 10**place % 10 for place in range(width)]


def read_off(number: int) -> str:
    """`The digits are 6 3 5, so 635.`"""
    return f"The digits are {' '.join(str(number))}, so {number}."


def sum_columns(a: int, b: int) -> str:
    """`Ones 7+8=15, carry 1. Tens 4+8+1=13, carry 1. Hundreds 3+2+1=6. The digits are 6 3 5, so 635.`"""
    width, carry, parts = max(len(str(a)), len(str(b))), 0, []
    for place, (x, y) in enumerate(zip(digits(a, width), digits(b, width))):
        total = x + y + carry
        carried = ", carry 1" if total > 9 else ""
        parts.append(f"{COLUMNS[place]} {x}+{y}{'+1' if carry else ''}={total}{carried}.")
        carry = total // 10
    return " ".join(parts) + " " + read_off(a + b)


def sum_totals(a: int, b: int) -> str:
    """`7+8=15,4+8+1=13,3+2+1=6`: the columns from the ones up; a sum of two digits is its own note to carry."""
    width, carry, parts = max(len(str(a)), len(str(b))), 0, []
    for x, y in zip(digits(a, width), digits(b, width)):
        total = x + y + carry
        parts.append(f"{x}+{y}{'+1' if carry else ''}={total}")
        carry = total // 10
    return ",".join(parts)


def _borrowing(a: int, b: int) -> list[tuple[str, str, int]]:
    """Column by column from the ones up: (what is left as it is written, the same with ten borrowed or nothing, the digit)."""
    width, borrow, rows = len(str(a)), 0, []
    for x, y in zip(digits(a, width), digits(b, width)):
        taken = "-1" if borrow else ""
        short = x - borrow < y
        rows.append((f"{x}{taken}-{y}", f"{x + 10}{taken}-{y}" if short else "", (x - borrow - y) % 10))
        borrow = int(short)
    return rows


def difference_columns(a: int, b: int) -> str:
    """For a not below b: `Ones 5-8, borrow, 15-8=7. Tens 3-1-8, borrow, 13-1-8=4. Hundreds 6-1-2=3. The digits are 3 4 7, so 347.`"""
    parts = [f"{COLUMNS[place]} {plain}{', borrow, ' + borrowed if borrowed else ''}={digit}."
             for place, (plain, borrowed, digit) in enumerate(_borrowing(a, b))]
    return " ".join(parts) + " " + read_off(a - b)


def difference_totals(a: int, b: int) -> str:
    """`15-8=7,13-1-8=4,6-1-2=3`: the columns from the ones up; a top of two digits is its own note that it borrowed."""
    return ",".join(f"{borrowed or plain}={digit}" for plain, borrowed, digit in _borrowing(a, b))


def product_parts(a: int, b: int) -> list[tuple[int, int, int]]:
    """The partial products by the digits of b: (a, part of b, product), the ones first; no row for a zero digit."""
    parts = [(digit * 10**place) for place, digit in enumerate(digits(b, len(str(b))))]
    return [(a, part, a * part) for part in parts if part] or [(a, b, 0)]


def _pieces(a: int) -> list[int]:
    return [digit * 10**place for place, digit in enumerate(digits(a, len(str(a)))) if digit][::-1]


def product_row(a: int, part: int) -> str:
    """`47×80: 40×80=3200, 7×80=560, 3200+560=3760.`"""
    pieces = _pieces(a)
    if len(pieces) < 2:
        return f"{a}×{part}={a * part}."
    text = f"{a}×{part}: " + ", ".join(f"{piece}×{part}={piece * part}" for piece in pieces)
    return f"{text}, {pieces[0] * part}+{pieces[1] * part}={a * part}."


def product_steps(a: int, b: int) -> str:
    rows = product_parts(a, b)
    text = " ".join(product_row(a, part) for _, part, _ in rows)
    if len(rows) == 2:
        text += f" Add {rows[0][2]}+{rows[1][2]}: " + sum_columns(rows[0][2], rows[1][2])
    return text


def product_totals(a: int, b: int) -> str:
    """`47×4=160+28=188,47×80=3200+560=3760;8+0=8,8+6=14,1+7+1=9,0+3=3`: the rows of `product_steps` and the columns of their sum."""
    rows, pieces = product_parts(a, b), _pieces(a)
    text = [f"{a}×{part}=" + (f"{pieces[0] * part}+{pieces[1] * part}=" if len(pieces) > 1 else "") + str(product)
            for _, part, product in rows]
    total = ";" + sum_totals(rows[0][2], rows[1][2]) if len(rows) == 2 else ""
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
