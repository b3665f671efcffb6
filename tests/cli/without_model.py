"""The command line with recorded extraction: one statement an article, no model; WAIT_S is how long each takes.

Run as a script by the tests of long runs.
"""

from __future__ import annotations

import os
import time

from onrecord import cli, pipeline
from onrecord.records import Reading, Span, Statement


def read_document(_reader, document):
    """The first word as the cue of a statement."""
    time.sleep(float(os.environ.get("WAIT_S", "0")))
    end = max(document.text.find(" "), 1)
    cue = Statement("s1", Span(((0, end),)), None, None, "asserts", "indirect", 0.9)
    return Reading(document, (cue,) if document.text else (), provenance={"model": "none"})


if __name__ == "__main__":
    pipeline.Reader.__init__ = lambda _self: None
    pipeline.Reader.read_document = read_document
    cli.main()
