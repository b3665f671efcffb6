"""Long work: a progress bar on stderr, and an interruption that lets the article in hand be finished."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType
    from typing import Self

    from onrecord.documents.sources import Meter


@contextmanager
def progress(meter: Meter) -> Iterator[Callable[[], None]]:
    """Show how many articles are done, how fast, and how far *meter* is; call what it yields once for each."""
    columns = (
        SpinnerColumn(),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[articles]} articles"),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("·"),
        TimeRemainingColumn(),
    )
    # Left to itself, rich sends what goes to standard output to the bar's terminal too, past a `> file`.
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("reading", total=None, articles=0, rate="")
        articles = 0

        def advance() -> None:
            nonlocal articles
            articles += 1
            seconds = bar.tasks[0].elapsed or 0
            rate = f"{articles / seconds:.1f} a second" if seconds > 1 else ""
            bar.update(task, articles=articles, rate=rate, total=meter.total or None, completed=meter.done)

        yield advance


class Interruption:
    """Ctrl-C, once: `asked` is set, and the article in hand is finished; twice: the work stops at once."""

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, self._before)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        print("finishing the article in hand; Ctrl-C once more stops at once", file=sys.stderr)
