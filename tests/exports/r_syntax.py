"""A small reader of R: strings, comments and brackets, to see that R can parse a script."""

import re

TOKEN = re.compile(
    r"""(?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
    r"|(?P<comment>\#[^\n]*)|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<other>[\"'])",
    re.DOTALL,
)
PAIRS = {")": "(", "]": "[", "}": "{"}


def strings(script: str) -> list[str]:
    """List the strings of a script as they are written."""
    return [found["string"] for found in TOKEN.finditer(script) if found["string"]]


def comments(script: str) -> list[str]:
    """List the comments of a script."""
    return [found["comment"] for found in TOKEN.finditer(script) if found["comment"]]


def fault(script: str) -> str:
    """Say what is wrong: a string without its end, a bracket alone, a sign that is not ASCII."""
    open_: list[tuple[str, int]] = []
    for found in TOKEN.finditer(script):
        line = script.count("\n", 0, found.start()) + 1
        if found["other"]:
            return f"line {line}: a string has no end"
        if found["open"]:
            open_.append((found["open"], line))
        if found["close"]:
            if not open_ or open_[-1][0] != PAIRS[found["close"]]:
                return f"line {line}: {found['close']} closes nothing"
            open_.pop()
    if open_:
        return f"line {open_[-1][1]}: {open_[-1][0]} is not closed"
    code = TOKEN.sub(lambda found: "" if found["comment"] else found[0], script)
    return "" if code.isascii() else "signs that are not ASCII outside comments"
