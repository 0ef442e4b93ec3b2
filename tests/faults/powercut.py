"""A disk that loses its power: only synced bytes are sure to survive.

Every write and every sync that SQLite does goes through here and is written down. An image of any
instant can then be made: what was synced is there, and of what was not a random part, sector by
sector. Names are taken to be as safe as ext4 makes them: a file whose bytes were synced has its
name, a deletion is sure only where SQLite asked for the folder to be synced.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import apsw

NAME = "powercut"
SECTOR = 512


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes that were handed to the disk."""

    file: str
    offset: int
    content: bytes

    def land(self, content: bytearray) -> None:
        """Arrive in a file."""
        end = self.offset + len(self.content)
        content.extend(bytes(max(0, end - len(content))))
        content[self.offset : end] = self.content

    def survivors(self, chance: random.Random, share: float) -> Iterator["Write"]:
        """Give those sectors that happen to have been written before the power went."""
        start = self.offset
        while start < self.offset + len(self.content):
            end = min((start // SECTOR + 1) * SECTOR, self.offset + len(self.content))
            if chance.random() < share:
                piece = self.content[start - self.offset : end - self.offset]
                yield Write(self.file, start, piece)
            start = end


@dataclass(frozen=True, slots=True)
class Resize:
    """A file cut to a length; a deletion is a cut to nothing."""

    file: str
    length: int

    def land(self, content: bytearray) -> None:
        """Happen to a file."""
        del content[self.length :]

    def survivors(self, chance: random.Random, share: float) -> Iterator["Resize"]:
        """Happen before the power goes, or not."""
        if chance.random() < share:
            yield self


@dataclass(frozen=True, slots=True)
class Sync:
    """From here on everything written to the file before is safe."""

    file: str


Event = Write | Resize | Sync
Name = apsw.URIFilename | str | None


@dataclass
class Disk:
    """What was asked of the disk, in order."""

    events: list[Event] = field(default_factory=list)

    def images(self, instants: list[int], chance: random.Random) -> Iterator[dict[str, bytes]]:
        """Give what lies on the disk when the power goes after so many events, for each instant."""
        safe: dict[str, bytearray] = {}
        unsure: dict[str, list[Write | Resize]] = {}
        done = 0
        for instant in sorted(instants):
            for event in self.events[done:instant]:
                if isinstance(event, Sync):
                    for earlier in unsure.pop(event.file, ()):
                        earlier.land(safe.setdefault(event.file, bytearray()))
                else:
                    unsure.setdefault(event.file, []).append(event)
            done = instant
            yield _image(safe, unsure, chance)


def _image(
    safe: dict[str, bytearray], unsure: dict[str, list[Write | Resize]], chance: random.Random
) -> dict[str, bytes]:
    share = chance.choice((0.0, 0.5, 0.9, 1.0))
    image = {file: bytes(content) for file, content in safe.items()}
    for file, events in unsure.items():
        content = bytearray(image.get(file, b""))
        for event in events:
            for survivor in event.survivors(chance, share):
                survivor.land(content)
        image[file] = bytes(content)
    return {file: content for file, content in image.items() if content}


class LoggedFile(apsw.VFSFile):
    """A real file that writes down what is done to it."""

    def __init__(self, disk: Disk, name: Name, flags: list[int]) -> None:
        super().__init__("", name, flags)
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.disk, self.name = disk, Path(path).name if path else ""

    def _note(self, event: Event) -> None:
        if self.name:  # a nameless file is scratch paper
            self.disk.events.append(event)

    def xWrite(self, data: bytes, offset: int) -> None:
        """Write, and write that down."""
        self._note(Write(self.name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:
        """Cut, and write that down."""
        self._note(Resize(self.name, size))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:
        """Sync: the real disk is spared, the log says it."""
        self._note(Sync(self.name))


class LoggedDisk(apsw.VFS):
    """SQLite's way to the files, over our log."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        super().__init__(NAME, "")

    def xOpen(self, name: Name, flags: list[int]) -> LoggedFile:
        """Open a file."""
        return LoggedFile(self.disk, name, flags)

    def xDelete(self, name: str, sync_folder: bool) -> None:
        """Delete a file; the deletion is sure when its folder is synced too."""
        file = Path(name).name
        self.disk.events.append(Resize(file, 0))
        if sync_folder:
            self.disk.events.append(Sync(file))
        super().xDelete(name, sync_folder)
