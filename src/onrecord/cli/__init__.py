"""The command line: parse, call one function, render. Stdout is data, stderr is talk.

Exit codes: 0 all done, 1 some inputs failed (a sentence for each on stderr),
2 wrong usage, 130 interrupted. What is no article is reported, and no failure.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

import cyclopts

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def _version() -> str:
    from importlib import metadata

    return metadata.version("onrecord")


app = cyclopts.App(
    name="onrecord",
    help="A ledger of attributed statements: who said what, as the articles have it.",
    version=_version,
    version_flags=["--version"],
    help_flags=["--help", "-h"],
    help_format="plaintext",
)
app.command("onrecord.cli.read:read")
app.command("onrecord.cli.add:add")
app.command("onrecord.cli.add:rebuild")
for _name in ("statements", "search", "speakers", "speaker", "articles", "article", "history", "changes"):
    app.command(f"onrecord.cli.look:{_name}")
for _name in ("correct", "withdraw", "redact", "merge", "split"):
    app.command(f"onrecord.cli.judge:{_name}")
app.command("onrecord.cli.prove:fsck")
log = cyclopts.App(name="log", help="The append-only log: its head, and proofs of what is in it.")
for _name in ("head", "prove", "verify", "consistency"):
    log.command(f"onrecord.cli.prove:{_name}")
app.command(log)
for _name in ("export", "backup"):
    app.command(f"onrecord.cli.exchange:{_name}")
app.command("onrecord.cli.exchange:import_", name="import")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # Half a surrogate pair has no UTF-8; as an escape it stays readable, and valid JSON.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    from onrecord.errors import OnRecordError, UsageError

    try:
        code = app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
    except (cyclopts.CycloptsError, UsageError) as error:
        print(f"error: {_sentence(error)}", file=sys.stderr)
        print(f"hint: {_hint(sys.argv[1:] if arguments is None else arguments)}", file=sys.stderr)
        return USAGE
    except OnRecordError as error:
        print(f"error: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone, as `head` does: no fault, and nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return code if isinstance(code, int) else DONE


def _sentence(error: Exception) -> str:
    return " ".join(str(error).split())


def _hint(arguments: Sequence[str]) -> str:
    """Where to read on: at the command that was meant, where there is one of that name."""
    named = [argument for argument in arguments[:1] if argument in app]
    return " ".join(["onrecord", *named, "--help"])
