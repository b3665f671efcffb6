"""A row of CSV is an article; a bad row costs that row, and says the line that it begins on."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.documents.inputs import Options
from onrecord.documents.tables import parse_table


def read(content, **fields):
    return list(parse_table(io.BytesIO(content), "a.csv", Options(fields=fields)))


def texts(items):
    return [item.document.text for item in items if item.document]


def failures(items):
    return [(item.place.line, item.reason) for item in items if not item.document]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_columns_are_parted_by_what_parts_the_header(delimiter):
    lines = [
        "id,text,authors,published".replace(",", delimiter),
        'x,"A, said.",Ann;Bo,2025-03-04'.replace(",", delimiter),
    ]
    content = "\n".join(lines).replace(f"A{delimiter} said", "A, said").encode()
    content = content.replace(b"Ann;Bo", b'"Ann;Bo"')
    (item,) = read(content)

    assert (item.document.id, item.document.text, item.document.authors) == ("x", "A, said.", ("Ann", "Bo"))
    assert item.place.line == 2


def test_a_row_may_go_over_several_lines_and_later_ones_keep_their_numbers():
    items = read(b'text,outlet\r\n"One,\r\n""two"",\r\nthree.",Post\r\nfour,Post\r\n')

    assert texts(items) == ['One,\r\n"two",\r\nthree.', "four"]
    assert [item.place.line for item in items] == [2, 5]


def test_a_quotation_mark_that_is_not_closed_costs_its_own_line():
    items = read(b'text,outlet\none,Post\n"two,Post\nthree,Post\n"four",Post\nfive,Post\n')

    assert texts(items) == ["one", "three", "four", "five"]
    ((line, reason),) = failures(items)
    assert line == 3
    assert "a quotation mark not closed" in reason


def test_a_row_with_more_or_fewer_columns_costs_itself():
    items = read(b"text,outlet\none\ntwo,Post\nthree,Post,x\n\n")

    assert texts(items) == ["two"]
    assert failures(items) == [
        (2, "found 1 columns, expected 2 as in the header"),
        (4, "found 3 columns, expected 2 as in the header"),
    ]


def test_a_table_without_a_column_of_text_says_which_it_has():
    assert failures(read(b"body,day\none,two\n")) == [
        (1, "found the columns body, day, expected a column `text`; --map text=COLUMN says which column is the text")
    ]
    assert texts(read(b"body,day\none,two\n", text="body")) == ["one"]


def test_rows_in_windows_1252_and_a_byte_order_mark_are_read():
    assert texts(read(b"\xef\xbb\xbftext\nCaf\xe9 \x93no\x94\n" + "Café\n".encode())) == ["Café “no”", "Café"]


@given(st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=6), st.integers(0, 6)), max_size=4))
def test_a_damaged_table_gives_rows_and_failures_in_order_and_never_an_exception(edits):
    """Bytes changed, cut and put in anywhere; each line gives one input at most."""
    content = bytearray(b"text,outlet\n" + b"".join(b'"Row %d, said.",Post\n' % number for number in range(12)))
    for at, junk, cut in edits:
        place = at % (len(content) + 1)
        content[place : place + cut] = junk
    items = read(bytes(content))
    places = [item.place.line for item in items]

    assert places == sorted(set(places))
    assert all(bool(item.document) != bool(item.reason) for item in items)
    assert edits or len(texts(items)) == 12


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=1, max_size=5))
def test_what_a_spreadsheet_writes_is_read_back(cells):
    """Whatever stands in the cells: quotation marks, delimiters, line breaks."""
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow(["id", "text"])
    writer.writerows([number, f"{cell}\n{cell}"] for number, cell in enumerate(cells))

    assert texts(read(content.getvalue().encode())) == [f"{cell}\n{cell}" for cell in cells]
