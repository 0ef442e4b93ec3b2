"""Codes and keys: what may be a name, and that nothing is called twice."""

import re
from collections.abc import Iterable, Iterator

from instruments.checks_outline import Draft, Spot
from instruments.faults import AuthorFault, say, shown

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
KEY = re.compile(r"[a-z][a-z0-9_]*")
LONGEST = 29
"""With a suffix _w1 a column still fits the 32 characters that statistics programs allow."""
LONGEST_SCALE = 17
"""The longest column of a scale is scale_<code>_nmiss_w1."""

RESERVED = frozenset(
    {
        "wave",
        "wave_stage",
        "wave_number",
        "role",
        "language",
        "study_id",
        "participant_id",
        "school_id",
        "school_type",
        "region",
        "class_id",
        "teacher_id",
        "wave_num",
        "wave_label",
        "wave_date",
        "instrument_id",
        "instrument_version",
        "response_id",
        "status",
        "mode",
        "started_at",
        "submitted_at",
        "duration_s",
        "device_class",
        "entry_operator",
        "n_answered",
        "n_missing",
        "q_flags",
    }
)
"""Names that conditions and the columns of every export already use."""


def name_faults(draft: Draft) -> Iterator[AuthorFault]:
    """Name codes and keys that are no names, are taken, or stand twice."""
    for spot in (draft.whole, *draft.lists, *draft.sections, *draft.any_of, *draft.indexes):
        yield from _named(spot, "key", KEY, LONGEST)
    items = [item.spot for item in draft.items]
    for spot in items:
        yield from _named(spot, "code", CODE, LONGEST)
        yield from _reserved(spot)
    for spot in draft.codes:
        yield from _named(spot, "key", CODE, LONGEST)
    for spot in draft.scales:
        yield from _named(spot, "code", CODE, LONGEST_SCALE)
    yield from _twice(items, "code")
    yield from _twice(draft.scales, "code")
    yield from _scale_columns(draft)
    yield from _twice(draft.lists, "key")
    yield from _twice(draft.sections, "key")
    yield from _twice(draft.any_of, "key")
    yield from _twice(draft.indexes, "key")
    yield from _twice(draft.codes, "key")
    for choices in draft.choices:
        yield from (fault for choice in choices for fault in _choice_code(choice))
        yield from _twice(choices, "code")


def _named(spot: Spot, key: str, pattern: re.Pattern[str], longest: int) -> Iterator[AuthorFault]:
    if not isinstance(spot.table.get(key), str):
        return
    name = spot.text(key)
    if not pattern.fullmatch(name):
        letters = "a-z" if pattern is KEY else "A-Z a-z"
        yield spot.fault(
            say("{key} = {name} is not a name.", key=key, name=f'"{shown(name)}"'),
            say("Begin with a letter ({letters}), go on with letters, 0-9 and _.", letters=letters),
        )
    elif len(name) > longest:
        yield spot.fault(
            say("{name} is {length} characters long.", name=shown(name), length=len(name)),
            say("Use {longest} characters at most.", longest=longest),
        )


def _reserved(spot: Spot) -> Iterator[AuthorFault]:
    if spot.text("code").lower() in RESERVED:
        yield spot.fault(
            say("The code {code} is taken by a column of every export.", code=spot.text("code")),
            say("Choose another code."),
        )


def _twice(spots: Iterable[Spot], key: str) -> Iterator[AuthorFault]:
    first: dict[str, Spot] = {}
    for spot in spots:
        name = spot.text(key)
        if not name:
            continue
        other = first.setdefault(name.lower(), spot)
        if other is not spot:
            yield spot.fault(
                say("{name} stands twice, first at: {place}.", name=shown(name), place=other.place),
                say(
                    "Give each its own {key}; capital and small letters count as the same.", key=key
                ),
            )


def _scale_columns(draft: Draft) -> Iterator[AuthorFault]:
    taken = {
        f"scale_{scale.text('code')}{end}".lower()
        for scale in draft.scales
        for end in ("", "_nmiss")
    }
    for item in draft.items:
        if item.code.lower() in taken:
            yield item.spot.fault(
                say("The code {code} is taken by a column of a scale.", code=shown(item.code)),
                say("Choose another code."),
            )


def _choice_code(spot: Spot) -> Iterator[AuthorFault]:
    code = spot.text("code")
    if "code" in spot.table and isinstance(spot.table["code"], str) and not code.strip():
        yield spot.fault(say("The code is blank."), say("Give the choice a short code."))
    elif any(sign.isspace() for sign in code):
        # Several chosen codes are written with spaces between them, as XLSForm does.
        yield spot.fault(
            say("The choice code {code} holds a space.", code=f'"{shown(code)}"'),
            say("Write it without spaces."),
        )
