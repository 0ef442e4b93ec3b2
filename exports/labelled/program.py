"""What a statistics program takes: how long names, labels and texts may be."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from exports.labelled.cutting import cut_bytes, cut_signs
from exports.labelled.naming import SPSS_LIMIT, STATA_LIMIT, stata_name
from exports.names import spss_name


@dataclass(frozen=True, slots=True)
class Program:
    """Limits of a program that files are written for."""

    title: str
    ending: str
    name: Callable[[str], str]
    name_limit: int
    cut_label: Callable[[str], str]
    cut_value_label: Callable[[str], str]
    longest_text: int
    """Bytes of the longest text that a cell holds."""
    missing_by_code: bool
    """Whether a missing answer is a number, which no answer may be then."""


SPSS = Program(
    "SPSS",
    "sav",
    spss_name,
    SPSS_LIMIT,
    partial(cut_bytes, limit=255),
    partial(cut_bytes, limit=120),
    32_767,
    missing_by_code=True,
)
STATA = Program(
    "Stata",
    "dta",
    stata_name,
    STATA_LIMIT,
    partial(cut_signs, limit=80),
    partial(cut_bytes, limit=32_000),
    1_000_000_000,
    missing_by_code=False,
)
