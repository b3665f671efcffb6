"""`rebuild` reads the stored bytes again as `add` did, tells every difference, and never changes a filed text."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256

import pytest
from making import make_reading, read_by_hand

from onrecord import filing
from onrecord.documents.inputs import Options
from onrecord.ledger import queries
from onrecord.ledger.check import check

SAID = "Ada Lorn said Ben Ode denied report"
PAGE = f"""<!doctype html><html><head><title>On the report</title><meta charset="utf-8">
<meta property="og:site_name" content="The Post"></head><body><article><h1>On the report</h1>
<p>{SAID} 1.</p><p>The council of Tolm meets on Tuesday at the old harbour, and whoever wants to hear it
may come, since the doors have been open to all for as long as anyone in the town can remember.</p></article></body>
</html>"""


class Lenient:
    """Reads any article of this module, in place of the model."""

    def read_document(self, document):
        return read_by_hand(document, document.text[document.text.index("report ") + len("report ") :].split(".")[0])


def add(ledger, path, options=None):
    (added,) = filing.add(ledger, [path], options, load=Lenient)
    assert isinstance(added, filing.Added), added
    return added.document


def told(ledger, load=Lenient):
    (rebuilt,) = filing.rebuild(ledger, load=load)
    return rebuilt.differences


def write(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


ROW = {"body": f"{SAID} 1.", "meta": {"day": "4 March 2025", "who": ["Cy Abel"]}, "head": "On it", "text": "a teaser"}
MAP = {"text": "body", "published": "meta.day", "title": "head", "authors": "meta.who"}
INPUTS = {
    "text": ("a.txt", f"{SAID} é.".encode("cp1252"), Options("The Post", "2025-03-04")),
    "page": ("a.html", PAGE.encode(), Options()),
    "page without a head": ("a.html", PAGE[PAGE.index("<article>") :].encode(), Options("Else", "2025-03-04")),
    "page under another name": ("a.page", b"\n" + PAGE.encode(), Options()),
    "line": ("a.jsonl", json.dumps({"id": 7, "text": f"{SAID} 1.", "title": "On it"}).encode(), Options("The Post")),
    "line with a map": ("a.jsonl", json.dumps(ROW).encode(), Options(fields=MAP)),
}


@pytest.mark.parametrize("case", INPUTS, ids=str)
def test_bytes_that_give_the_filed_article_tell_nothing(ledger, tmp_path, case):
    name, content, options = INPUTS[case]
    add(ledger, write(tmp_path, name, content), options)

    assert told(ledger) == ()


@pytest.mark.parametrize("case", INPUTS, ids=str)
def test_a_filed_text_that_its_bytes_do_not_give_is_told_and_stays(ledger, tmp_path, case):
    """An older program read something else: its article is filed, as it would stand in a ledger of that time."""
    name, content, options = INPUTS[case]
    (item,) = filing.read_inputs(filing.find_files([write(tmp_path, name, content)]), options)
    older = replace(item.document, text=item.document.text.replace("denied", "denied the"), credit="AP")
    receipt = filing.receipt_of(item.place, older, "read", None, 2).to_json()
    article = ledger.append(Lenient().read_document(older), receipt=receipt).article
    (difference,) = told(ledger)
    with ledger.read() as connection:
        kept = queries.stored_document(connection, article)

    if case == "line with a map":  # no field has that text, so our own word is the one that is read
        assert difference["fields"]["text"]["now"] == "a teaser"
    else:
        assert difference["fields"]["text"] == {"at": older.text.index("the report"), "filed": "the ", "now": ""}
    assert difference["change"] == "read otherwise"
    assert difference["fields"]["credit"] == {"filed": "AP", "now": None}
    assert kept.text == older.text
    assert list(check(ledger)) == []
    assert told(ledger) == (difference,)


def test_what_bytes_alone_do_not_tell_is_said(ledger, tmp_path):
    add(ledger, write(tmp_path, "a.csv", f'title,text\nOn it,"{SAID} 1."\n'.encode()))
    (difference,) = told(ledger)

    assert difference["change"] == "not read"
    assert "whose header is not among the bytes" in difference["reason"]


def test_bytes_that_are_no_article_any_more_are_said(ledger):
    raw = b"<html><body><p>Subscribe</p></body></html>"
    document = replace(make_reading().document, id="1.html", raw=raw, sha256=sha256(raw).hexdigest())
    ledger.append(replace(make_reading(), document=document))
    (difference,) = told(ledger)

    assert difference["change"] == "not read"
    assert "no reader makes an article of the bytes any more (" in difference["reason"]


def test_what_the_model_reads_otherwise_is_told_as_well(ledger, tmp_path):
    class Newer(Lenient):
        def read_document(self, document):
            reading = super().read_document(document)
            said, denied = reading.statements
            return replace(reading, statements=(replace(said, stance="wants"), denied))

    add(ledger, write(tmp_path, "a.txt", f"{SAID} 1.".encode()))
    (difference,) = told(ledger, Newer)

    assert (difference["change"], difference["fields"]) == ("changed", {"stance": ["asserts", "wants"]})
