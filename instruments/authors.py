"""The authors of a study, written on one line: `Name; Name (0000-0002-1825-0097)`."""

import re
from dataclasses import dataclass

ORCID = re.compile(r"(?<![\d-])(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])(?![\d-])")
AROUND = " \t()[],"
"""What stands around an ORCID iD and is no part of a name."""
ADDRESS = re.compile(r"https?://orcid\.org/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Author:
    """A person as a data set is cited, with an ORCID iD or without."""

    name: str
    orcid: str = ""


def authors_of(line: str) -> tuple[Author, ...]:
    """Read the authors in their order; what has no name is left out."""
    return tuple(one for part in line.split(";") if (one := _author(part)).name)


def _author(words: str) -> Author:
    plain = ADDRESS.sub("", " ".join(words.split()))
    found = ORCID.search(plain)
    name = (plain if found is None else ORCID.sub("", plain)).strip(AROUND)
    return Author(name, found[1].upper() if found else "")


def wrong_orcids(line: str) -> tuple[str, ...]:
    """Name the ORCID iDs whose last sign does not follow from the others (ISO 7064, mod 11-2)."""
    return tuple(one.orcid for one in authors_of(line) if one.orcid and not _is_right(one.orcid))


def _is_right(orcid: str) -> bool:
    signs = orcid.replace("-", "")
    digits, last = signs[:-1], signs[-1]
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    return last == "0123456789X"[(12 - total % 11) % 11]
