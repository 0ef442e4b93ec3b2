"""The program by its name and version, as files and freezes name it."""

from importlib.metadata import PackageNotFoundError, version

from exports.source import Source


def program_of(source: Source) -> str:
    """Name the program that made the data of a source final: of a freeze, the one that froze it.

    A later version that writes the same files must not change them by its own number.
    """
    return source.freeze.program if source.freeze else program()


def program() -> str:
    """Name the program and its version."""
    try:
        return f"tolqyn {version('tolqyn')}"
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "tolqyn"
