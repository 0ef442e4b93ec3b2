"""Tables as Stata files (.dta), format 118, written row by row.

Stata documents the format under `help dta`: sections in tags, a map of where each begins, rows of
fixed width, and texts over 2,045 bytes apart from them.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from exports.columns import CellKind
from exports.csvfile import Writable
from exports.labelled.cutting import cut_signs
from exports.labelled.naming import STATA_LIMIT, legal_names, stata_name
from exports.labelled.program import STATA
from exports.labelled.spool import DAY, Spool, Value
from exports.labelled.variables import Form, Variable, is_choice, variables_of
from exports.labelled.written import Written
from exports.missing import Missing
from exports.table import Table
from instruments.wording import Language

TO_1970 = 3653
"""Days from 1960, when the calendar of Stata begins."""
LONGEST_PLAIN = 2045
STRL, DOUBLE, LONG, INT, BYTE = 32768, 65526, 65528, 65529, 65530
WHOLE: tuple[tuple[int, str, int, int], ...] = (
    (BYTE, "b", -127, 100),
    (INT, "h", -32_767, 32_740),
    (LONG, "i", -2_147_483_647, 2_147_483_620),
)
"""Whole numbers: type, how it is packed, the smallest and the largest; then come the missing."""
DOUBLE_MISSING = 0x7FE0_0000_0000_0000
LETTERS: Mapping[Missing, int] = {
    Missing.NO_ANSWER: 1,
    Missing.NOT_ASKED: 2,
    Missing.DO_NOT_KNOW: 3,
    Missing.REFUSED: 4,
}
"""Missing values of Stata: .a .b .c .d; without a letter it is a point."""
CODES = frozenset(map(int, LETTERS))
NUMBERS = frozenset({int, float})
Labels = tuple[tuple[int, str], ...]


class Kept:
    """How a variable is kept: its type, and its values as Stata packs them."""

    def __init__(self, variable: Variable) -> None:
        self.variable = variable
        self.type, self.packed = _type(variable)
        self.label_set = ""

    @property
    def format(self) -> str:
        """How its values are shown."""
        form = self.variable.form
        if form is Form.TEXT:
            return "%9s" if self.type == STRL else f"%-{self.variable.width}s"
        if form is not Form.NUMBER:
            return {Form.DATE: "%td", Form.TIME: "%tcHH:MM:SS", Form.MOMENT: "%tc"}[form]
        return "%10.0g" if self.variable.decimals == 0 else "%10.2f"

    def labels(self) -> Labels:
        """Give the labels of its values; codes of missing answers become letters."""
        variable = self.variable
        if not variable.labels:
            return ()
        coded = is_choice(variable.column)
        return tuple(
            (LONG_MISSING + LETTERS[Missing(code)] if code in CODES else code, words)
            for code, words in sorted(variable.labels.items())
            if coded or code not in CODES or Missing(code) in (Missing.NO_ANSWER, Missing.NOT_ASKED)
        )

    def down(self, values: Sequence[Value]) -> Sequence[Value]:
        """Give values as they are packed."""
        form = self.variable.form
        if form is Form.TEXT:
            return values
        turned = is_choice(self.variable.column) and self.variable.low < 0
        if form is Form.NUMBER and not turned and {*map(type, values)} <= NUMBERS:
            return values
        missing = self._missing()
        return [
            missing[LETTERS[Missing(value)]]  # type: ignore[arg-type]
            if value.__class__ is Missing or (turned and value in CODES)
            else missing[0]
            if value is None
            else _turned(form, value)
            for value in values
        ]

    def _missing(self) -> Sequence[int | float]:
        for type_, _, _, highest in WHOLE:
            if self.type == type_:
                return range(highest + 1, highest + 6)
        return [_double(letter) for letter in range(5)]


LONG_MISSING = 2_147_483_621
"""The missing value without a letter among labels."""


def _double(letter: int) -> float:
    bits = DOUBLE_MISSING + (letter << 40)
    return float(struct.unpack("<d", struct.pack("<Q", bits))[0])


def _turned(form: Form, value: Value) -> Value:
    """Turn seconds into days or thousandths of a second."""
    if form is Form.NUMBER:
        return value
    seconds = int(value)  # type: ignore[arg-type]
    if form is Form.DATE:
        return seconds // DAY + TO_1970
    return 1000.0 * (seconds if form is Form.TIME else seconds + TO_1970 * DAY)


def _type(variable: Variable) -> tuple[int, str]:
    if variable.form is Form.TEXT:
        if variable.width > LONGEST_PLAIN:
            return STRL, "8s"
        return variable.width, f"{variable.width}s"
    if variable.form is Form.DATE:
        return LONG, "i"
    if variable.form is not Form.NUMBER or not variable.whole:
        return DOUBLE, "d"
    if variable.column.kind is CellKind.NUMBER:
        return DOUBLE, "d"
    for type_, packed, low, high in WHOLE:
        if low <= variable.low and variable.high <= high:
            return type_, packed
    return DOUBLE, "d"


def write_dta(
    table: Table, out: Writable, language: Language, made_at: datetime | None = None
) -> Written:
    """Write a table with labels in a language; it is read once, and memory stays flat."""
    variables = variables_of(table, language, STATA)
    with Spool(table, variables, STATA) as spool:
        kept = [Kept(one) for one in variables]
        sets = _label_sets(kept)
        before = _sections(table, kept, spool.rows, made_at or datetime.now(UTC))
        width = struct.calcsize("<" + "".join(one.packed for one in kept))
        sizes = {"data": width * spool.rows, "strls": _long_size(kept, spool)}
        for part in _parts(before, sizes, _labels(sets), kept, spool):
            out.write(part)
        return Written(table, tuple(variables), spool.rows, STATA)


def _parts(
    before: Mapping[str, bytes],
    sizes: Mapping[str, int],
    labels: bytes,
    kept: Sequence[Kept],
    spool: Spool,
) -> Iterator[bytes]:
    """Give the file piece by piece; the map says where each section begins."""
    lengths = {name: len(content) for name, content in before.items()}
    whole = {"map": 8 * 14, **lengths, **sizes, "value_labels": len(labels)}
    order = ("header", "map", *[one for one in before if one != "header"], *sizes, "value_labels")
    places, at = [0], len("<stata_dta>")
    for name in order:
        if name != "header":
            places.append(at)
        at += whole[name] + 2 * len(name) + len("<></>")
    places += [at, at + len("</stata_dta>")]
    yield b"<stata_dta>"
    yield _tagged("header", before["header"])
    yield _tagged("map", struct.pack("<14Q", *places))
    for name, content in before.items():
        if name != "header":
            yield _tagged(name, content)
    yield b"<data>"
    yield from _rows(kept, spool)
    yield b"</data><strls>"
    yield from (_long_text(*one) for one in _long_texts(kept, spool))
    yield b"</strls>"
    yield _tagged("value_labels", labels) + b"</stata_dta>"


def _tagged(name: str, content: bytes) -> bytes:
    return b"<%s>%s</%s>" % (name.encode(), content, name.encode())


def _fixed(text: str, length: int) -> bytes:
    return text.encode(errors="replace").ljust(length, b"\0")


def _sections(table: Table, kept: Sequence[Kept], rows: int, made_at: datetime) -> dict[str, bytes]:
    title = cut_signs(table.name, 80).encode()
    stamp = f"{made_at:%d %b %Y %H:%M}".encode()
    header = (
        b"<release>118</release><byteorder>LSF</byteorder>"
        + _tagged("K", struct.pack("<H", len(kept)))
        + _tagged("N", struct.pack("<Q", rows))
        + _tagged("label", struct.pack("<H", len(title)) + title)
        + _tagged("timestamp", struct.pack("<B", len(stamp)) + stamp)
    )
    every = [one.variable for one in kept]
    return {
        "header": header,
        "variable_types": struct.pack(f"<{len(kept)}H", *(one.type for one in kept)),
        "varnames": b"".join(_fixed(one.name, 129) for one in every),
        "sortlist": bytes(2 * (len(kept) + 1)),
        "formats": b"".join(_fixed(one.format, 57) for one in kept),
        "value_label_names": b"".join(_fixed(one.label_set, 129) for one in kept),
        "variable_labels": b"".join(_fixed(one.label, 321) for one in every),
        "characteristics": b"",
    }


def _label_sets(kept: Sequence[Kept]) -> dict[str, Labels]:
    """Name every set of labels once, by its list; variables with the same labels share it."""
    shared: dict[Labels, list[Kept]] = {}
    for one in kept:
        if labels := one.labels():
            shared.setdefault(labels, []).append(one)
    wanted = [_wanted(some[0].variable) for some in shared.values()]
    names = legal_names(wanted, stata_name, STATA_LIMIT)
    for name, some in zip(names, shared.values(), strict=True):
        for one in some:
            one.label_set = name
    return dict(zip(names, shared, strict=True))


def _wanted(variable: Variable) -> str:
    item = variable.column.item
    if is_choice(variable.column) and item is not None and item.list_key:
        return item.list_key
    if variable.column.kind is CellKind.FLAG:
        return "no_yes" if variable.coded else "yes_no"
    return variable.name if is_choice(variable.column) else "reasons"


def _labels(sets: Mapping[str, Labels]) -> bytes:
    found = []
    for name, labels in sets.items():
        texts = [words.encode() + b"\0" for _, words in labels]
        places = [sum(map(len, texts[:at])) for at in range(len(texts))]
        n, codes = len(labels), [code for code, _ in labels]
        whole = b"".join(texts)
        table = struct.pack(f"<ii{n}i{n}i", n, len(whole), *places, *codes) + whole
        found.append(
            _tagged("lbl", struct.pack("<i", len(table)) + _fixed(name, 129) + bytes(3) + table)
        )
    return b"".join(found)


def _rows(kept: Sequence[Kept], spool: Spool) -> Iterator[bytes]:
    pack = struct.Struct("<" + "".join(one.packed for one in kept)).pack
    first = 1
    for some in spool.columns():
        columns = [
            _places(at, first, values) if one.type == STRL else one.down(values)
            for at, (one, values) in enumerate(zip(kept, some, strict=True), 1)
        ]
        rows = [pack(*row) for row in zip(*columns, strict=True)]
        first += len(rows)
        yield b"".join(rows)


def _places(variable: int, first: int, values: Sequence[Value]) -> list[Value]:
    """Say where long texts stand: by variable and row, and nowhere if there is none."""
    return [
        struct.pack("<HQ", variable, row)[:8] if value else bytes(8)
        for row, value in enumerate(values, first)
    ]


def _long_texts(kept: Sequence[Kept], spool: Spool) -> Iterator[tuple[int, int, bytes]]:
    long = [at for at, one in enumerate(kept) if one.type == STRL]
    first = 1
    for some in spool.columns() if long else ():
        rows = zip(*(some[at] for at in long), strict=True)
        for row, values in enumerate(rows, first):
            for at, value in zip(long, values, strict=True):
                if isinstance(value, bytes) and value:
                    yield at + 1, row, value
        first += len(some[0])


def _long_text(variable: int, row: int, value: bytes) -> bytes:
    text = 130
    return b"GSO" + struct.pack("<IQBI", variable, row, text, len(value) + 1) + value + b"\0"


def _long_size(kept: Sequence[Kept], spool: Spool) -> int:
    """Count the bytes of the long texts that stand apart."""
    return sum(len(_long_text(*one)) for one in _long_texts(kept, spool))
