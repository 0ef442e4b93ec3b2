"""Names of variables that SPSS and Stata take: legal, short enough, and no two alike."""

import re
from collections.abc import Callable, Iterable

from exports.names import Names, shortened, spss_name, variable

SPSS_LIMIT = 64
STATA_LIMIT = 32
STATA_RESERVED = frozenset(
    (
        *("_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long"),
        *("_n", "_N", "_pi", "_pred", "_rc", "_skip", "strL", "using", "with"),
    )
)
STATA_STRING = re.compile(r"str[0-9]+")


def stata_name(name: str) -> str:
    """Make the name of a variable in Stata."""
    clean = variable(name)
    if clean in STATA_RESERVED or STATA_STRING.fullmatch(clean):
        clean = f"{clean}_v"
    return shortened(clean, STATA_LIMIT)


def legal_names(
    wanted: Iterable[str], make: Callable[[str], str] = spss_name, limit: int = SPSS_LIMIT
) -> tuple[str, ...]:
    """Give every wanted name a legal one that nobody else has."""
    every = tuple(wanted)
    made = [make(name) for name in every]
    names = Names()
    # who can keep the name keeps it, whoever comes first
    kept = [
        names.give(one) if one == name and names.free(one) else ""
        for name, one in zip(every, made, strict=True)
    ]
    return tuple(
        one or _other(make(name), names, limit) for name, one in zip(every, kept, strict=True)
    )


def _other(name: str, names: Names, limit: int) -> str:
    """Give a name, or else the first free one with a number behind it."""
    number, found = 1, name
    while not names.free(found):
        number += 1
        ending = f"_{number}"
        found = shortened(name, limit - len(ending)) + ending
    return names.give(found)
