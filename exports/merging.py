"""Items of all versions of an instrument as one list, so that each has one column."""

from collections.abc import Sequence
from dataclasses import replace

from instruments.definitions import Choice, Item


def merged(versions: Sequence[Sequence[Item]]) -> tuple[Item, ...]:
    """Merge the items of versions, oldest first: one per code, in the order of the newest."""
    order: list[str] = []
    found: dict[str, Item] = {}
    for items in reversed(versions):
        place = 0
        for item in items:
            if item.code in found:
                found[item.code] = _with_older(found[item.code], item)
                place = order.index(item.code) + 1
            else:
                found[item.code] = item
                order.insert(place, item.code)
                place += 1
    return tuple(found[code] for code in order)


def _with_older(item: Item, older: Item) -> Item:
    """Add the choices, tracks and items of a repeat that only an older version had."""
    inner = merged([older.items, item.items]) if item.items or older.items else ()
    choices = _choices(item.choices, older.choices)
    if not older.tracks:
        return replace(item, choices=choices, items=inner)
    former = {track.key: track for track in older.tracks}
    tracks = [
        replace(track, choices=_choices(track.choices, former.pop(track.key).choices))
        if track.key in former
        else track
        for track in item.tracks
    ]
    return replace(item, choices=choices, items=inner, tracks=(*tracks, *former.values()))


def _choices(newer: tuple[Choice, ...], older: tuple[Choice, ...]) -> tuple[Choice, ...]:
    known = {choice.code for choice in newer}
    return (*newer, *(one for one in older if one.code not in known))
