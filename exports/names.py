"""Names of columns, sheets and SPSS variables: short enough, unique, the same every time."""

import hashlib
import re
from collections.abc import Iterable

SHEET_LIMIT = 31
WIDE_LIMIT = 29
"""Longest name of a variable before its wave suffix: Stata takes 32 with it."""

NO_SHEET_SIGN = re.compile(r"[\[\]:*?/\\']")
NO_NAME_SIGN = re.compile(r"[^A-Za-z0-9_]+")
SPSS_RESERVED = frozenset(
    ("ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH")
)


class Names:
    """Hands out names of which no two are equal, whatever the case of their letters."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.casefold() for name in taken}

    def free(self, wanted: str) -> bool:
        """Say whether nobody has a name yet."""
        return wanted.casefold() not in self._taken

    def give(self, wanted: str) -> str:
        """Give the wanted name, numbered if somebody has it already."""
        name, number = wanted, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{wanted}_{number}"
        self._taken.add(name.casefold())
        return name


def shortened(name: str, limit: int) -> str:
    """Shorten a name to a limit; four signs of its hash keep it apart from its neighbours."""
    if len(name) <= limit:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:4]
    return f"{name[: limit - 5].rstrip('_')}_{mark}"


def variable(name: str) -> str:
    """Make a name that statistics programs take: Latin letters, digits and underscores."""
    clean = NO_NAME_SIGN.sub("_", name)
    return clean if clean[:1].isalpha() else f"v{clean}"


def spss_name(name: str) -> str:
    """Make the name of a variable in SPSS."""
    clean = variable(name).rstrip("_") or "v"
    return f"{clean}_v" if clean.upper() in SPSS_RESERVED else shortened(clean, 64)


def sheet_name(key: str, suffix: str = "") -> str:
    """Make a sheet's name from an instrument's key and a suffix that is always kept whole."""
    ending = shortened(suffix, SHEET_LIMIT - 8)
    return shortened(NO_SHEET_SIGN.sub("_", key), SHEET_LIMIT - len(ending)) + ending
