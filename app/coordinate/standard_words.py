"""The words with which a new study and a new wave begin."""

import tomllib
from functools import cache
from importlib.resources import files

from instruments.wording import Text


@cache
def _words() -> dict[str, Text]:
    source = files("app") / "coordinate" / "standard_words.toml"
    read = tomllib.loads(source.read_text(encoding="utf-8"))
    return {"about": Text(**read["about"])} | {
        stage: Text(**words) for stage, words in read["stage"].items()
    }


def standard_about() -> Text:
    """Give what participants read first, where nobody wrote anything else."""
    return _words()["about"]


def stage_label(stage: str) -> Text:
    """Give the usual name of a wave of this stage."""
    return _words()[stage]
