"""Types `tolqyn ...` as an operator would."""

from pathlib import Path

from click.testing import CliRunner, Result

from app.cli.main import main


class Shell:
    """Types `tolqyn ...` in a house of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def __call__(self, *typed: object) -> Result:
        environment = {"TOLQYN_DATA": str(self.data), "TOLQYN_DATABASE_URL": ""}
        done = CliRunner().invoke(main, [str(word) for word in typed], env=environment)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done


def refused(done: Result, *words: str) -> None:
    """Check that a command refused with a sentence, not with a trace."""
    assert done.exit_code == 1, done.output
    assert "Traceback" not in done.output
    for word in words:
        assert word in done.stderr
