"""The short code by which a second observer joins a lesson: it follows from the lesson's id.

Phones make it too, without a network (`app/static/joining.js`): the first thirty bits of the id in
Crockford's base 32, so that no sign is mistaken for another one.
"""

import re

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
LOOK_ALIKES = str.maketrans("OILАВЕКМНОРСТХ", "011ABEKMH0PCTX")
"""What is typed for another sign: O, I and L, and Cyrillic letters that look like Latin ones."""
SPACES = re.compile(r"[\s\-–—]+")
HEAD = re.compile(r"[0-9a-f]{8}")


def join_code(lesson_id: str) -> str:
    """Give the code of a lesson; nothing where its id was not made as phones make them."""
    if not HEAD.match(lesson_id):
        return ""
    bits = int(lesson_id[:8], 16) >> 2
    return "".join(SIGNS[bits >> 5 * place & 31] for place in reversed(range(LENGTH)))


def read_join_code(typed: str) -> str | None:
    """Read a code as people type it; None where it is none."""
    code = SPACES.sub("", typed).upper().translate(LOOK_ALIKES)
    return code if len(code) == LENGTH and set(code) <= set(SIGNS) else None


def show_join_code(code: str) -> str:
    """Write a code as it is read out: 7K3-M9Q."""
    return f"{code[:3]}-{code[3:]}" if code else ""


def beginnings(code: str) -> tuple[str, ...]:
    """List how the ids begin that have this code."""
    bits = 0
    for sign in code:
        bits = bits << 5 | SIGNS.index(sign)
    return tuple(f"{bits << 2 | rest:08x}" for rest in range(4))
