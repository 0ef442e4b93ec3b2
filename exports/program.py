"""The program by its name and version, as files and freezes name it."""

from importlib.metadata import PackageNotFoundError, version


def program() -> str:
    """Name the program and its version."""
    try:
        return f"tolqyn {version('tolqyn')}"
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "tolqyn"
