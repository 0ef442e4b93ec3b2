"""Commands of SPSS as text: no line over 251 bytes, quotes doubled, labels cut in pieces."""

from collections.abc import Iterable, Iterator, Sequence

from exports.labelled.cutting import cut_bytes, cut_value, one_line

LONGEST_LINE = 251
PIECE = 180
"""Bytes of a label on one line; its quotes may take more."""
END = "\r\n"


def comment(words: str) -> str:
    """Write a remark on one line."""
    return f"* {cut_bytes(one_line(words), 240).rstrip('.')}."


def quoted(words: str) -> Iterator[str]:
    """Write a label as one piece, or as several with a plus between them."""
    rest, pieces = one_line(words).encode(errors="replace"), []
    while len(rest) > PIECE:
        piece = cut_value(rest, PIECE)
        pieces.append(piece)
        rest = rest[len(piece) :]
    pieces.append(rest)
    last = len(pieces) - 1
    for at, piece in enumerate(pieces):
        doubled = piece.decode().replace("'", "''")
        yield f"'{doubled}'" + (" +" if at < last else "")


def command(words: Iterable[str]) -> str:
    """Write a command: as many words on a line as it takes, each subcommand on one of its own."""
    lines: list[str] = []
    line = ""
    for word in words:
        whole = len(f"{line} {word}".encode()) >= LONGEST_LINE
        if line and (whole or word.startswith("/")):
            lines.append(line)
            line = f"  {word}"
        else:
            line = f"{line} {word}" if line else word
    return END.join([*lines, f"{line}."])


def listed(names: Sequence[str]) -> Iterator[str]:
    """Give names with commas between them, as the arguments of a function."""
    for name in names[:-1]:
        yield f"{name},"
    yield from names[-1:]
