"""Words of R: strings, vectors and calls, of which none can be read as something else."""

from collections.abc import Iterable, Sequence

WIDTH = 96
UNPRINTED = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
LAST_OF_PLANE = 0xFFFF
HALVES = range(0xD800, 0xE000)
"""Halves of a pair, which are no sign alone."""


def text(words: str) -> str:
    """Write a string of R in ASCII: what R reads is the same in every locale."""
    return '"' + "".join(map(_sign, words)) + '"'


def _sign(sign: str) -> str:
    code = ord(sign)
    if sign in UNPRINTED:
        return UNPRINTED[sign]
    if " " <= sign <= "~":
        return sign
    if code == 0:  # no string of R holds it
        return ""
    if code in HALVES:
        return "\\ufffd"
    return f"\\u{code:04x}" if code <= LAST_OF_PLANE else f"\\U{code:08x}"


def number(value: float) -> str:
    """Write a number with every digit that it has."""
    return repr(float(value)).removesuffix(".0")


def comment(words: str) -> str:
    """Write a comment of one line, whatever breaks there are in the words."""
    shown = "".join(sign if sign.isprintable() else " " for sign in words)
    return f"# {' '.join(shown.split())}"


def vector(words: Iterable[str]) -> str:
    """Write a vector of strings; none is `character(0)`."""
    found = [text(one) for one in words]
    return _wrapped("c", found, "  ") if found else "character(0)"


def listed(parts: Sequence[str], indent: str) -> str:
    """Write a list with a part per line."""
    inner = f",\n{indent}".join(parts)
    return f"list(\n{indent}{inner})" if parts else "list()"


def call(name: str, *arguments: str) -> str:
    """Write a call, on several lines where one would be too long."""
    return _wrapped(name, arguments, "  ")


def _wrapped(name: str, arguments: Sequence[str], indent: str) -> str:
    line = f"{name}({', '.join(arguments)})"
    if len(line) <= WIDTH or len(arguments) < 2:
        return line
    lines = [f"{name}("]
    for place, one in enumerate(arguments):
        given = one + ("," if place < len(arguments) - 1 else ")")
        if len(lines) > 1 and len(lines[-1]) + len(given) < WIDTH and "\n" not in one:
            lines[-1] += f" {given}"
        else:
            lines.append(indent + given)
    return "\n".join(lines)
