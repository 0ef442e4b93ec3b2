"""The disk that loses its power does what a disk does."""

import random

from tests.faults.powercut import Disk, Resize, Sync, Write


def image(*events, tries: int = 200) -> set[bytes]:
    """Every content that a file may have when the power goes after these events."""
    disk = Disk(list(events))
    found = set()
    for seed in range(tries):
        (content,) = disk.images([len(events)], random.Random(seed))
        found.add(content.get("file", b""))
    return found


def test_what_was_synced_is_there():
    assert image(Write("file", 0, b"abc"), Sync("file")) == {b"abc"}


def test_what_was_not_may_be_there_or_not():
    assert image(Write("file", 0, b"abc")) == {b"abc", b""}


def test_a_later_write_may_outlive_an_earlier_one():
    assert image(Write("file", 0, b"a"), Write("file", 1, b"b")) >= {b"ab", b"a", b"\0b", b""}


def test_a_long_write_is_torn_between_sectors():
    whole = b"x" * 1024
    contents = image(Write("file", 0, bytes(1024)), Sync("file"), Write("file", 0, whole))
    assert contents == {
        bytes(1024),
        whole,
        whole[:512] + bytes(512),
        bytes(512) + whole[512:],
    }


def test_a_sync_of_another_file_saves_nothing():
    assert b"" in image(Write("file", 0, b"abc"), Write("other", 0, b"x"), Sync("other"))


def test_a_deleted_file_may_come_back_until_its_folder_is_synced():
    there = (Write("file", 0, b"abc"), Sync("file"), Resize("file", 0))
    assert image(*there) == {b"abc", b""}
    assert image(*there, Sync("file")) == {b""}


def test_each_instant_sees_what_came_before_it():
    disk = Disk([Write("file", 0, b"a"), Sync("file"), Write("file", 0, b"b"), Sync("file")])
    images = disk.images([2, 4], random.Random(1))
    assert [content["file"] for content in images] == [b"a", b"b"]
