"""What no reader sees is not read; what every reader sees is, whatever its markup says."""
# ruff: noqa: E501, examples have lines as long as they like

from __future__ import annotations

import pytest
from page import paragraphs, tagged

from onrecord.documents.html import read_page

STORY = paragraphs("""
    The keeper of the lighthouse said on Friday that she had seen two ships without lights, and that she had logged both.

    The coastguard said that it had no record of her call. It would not say whether its recorder was working that night.

    Nobody has seen the ships since, though a boy says that he heard an engine, and that nobody has asked him about it.
""")
FALSE = "The keeper admitted that she had made it all up, a spokesman for the coastguard said on Saturday evening."


def read(body, head=""):
    raw = f"<!doctype html><html><head><title>Ships without lights</title>{head}</head><body>{body}</body></html>"
    return read_page(raw.encode(), name="a").text


def story(extra="", opening="<p>"):
    return f"<main><h1>Ships without lights</h1>{tagged(STORY[:1], opening)}{extra}{tagged(STORY[1:], opening)}</main>"


@pytest.mark.parametrize(
    "hidden",
    [
        f"<p style='display:none'>{FALSE}</p>", f"<p style='margin:0;DISPLAY : NONE'>{FALSE}</p>", f"<p hidden>{FALSE}</p>",
        f"<p style='visibility:hidden'>{FALSE}</p>", f"<p style='opacity:0'>{FALSE}</p>", f"<p style='opacity: 0.0;'>{FALSE}</p>",
        f"<p style='font-size:0px'>{FALSE}</p>", f"<p style='position:absolute;left:-9999px'>{FALSE}</p>",
        f"<p style='text-indent:-999em'>{FALSE}</p>", f"<p style='clip:rect(0,0,0,0)'>{FALSE}</p>",
        f"<div style='max-height:0; overflow:hidden'><p>{FALSE}</p></div>", f"<div aria-hidden='true'><p>{FALSE}</p></div>",
        f"<template><p>{FALSE}</p></template>", f"<noscript><p>{FALSE}</p></noscript>", f"<dialog open><p>{FALSE}</p></dialog>",
        f"<div aria-modal='true'><p>{FALSE}</p></div>", f"<p class='x sr-only'>{FALSE}</p>", f"<!-- <p>{FALSE}</p> -->",
        f"<script>document.write('<p>{FALSE}</p>')</script>", f"<p class='trap'>{FALSE}</p>", f"<p id='trap'>{FALSE}</p>",
        f"<svg><desc>{FALSE}</desc></svg>", f"<textarea>{FALSE}</textarea>", f"<amp-consent><p>{FALSE}</p></amp-consent>",
        f"<div style='display:none'><div><div><p>{FALSE}</p></div></div></div>",
    ],
)  # fmt: skip
def test_hidden_text_is_no_news_however_it_is_hidden(hidden):
    sheet = "<style>p { margin: 0 } .trap, #trap { color: red; display: none }</style>"

    assert read(story(hidden), sheet) == "\n\n".join(STORY)


@pytest.mark.parametrize(
    ("shown", "head"),
    [
        (f"<p style='opacity:0.5'>{FALSE}</p>", ""),
        (f"<p style='margin-left:-100px'>{FALSE}</p>", ""),
        (f"<p style='display:block'>{FALSE}</p>", ""),
        (f"<p class='print'>{FALSE}</p>", "<style>@media print { .print { display: none } }</style>"),
        (f"<p class='old'>{FALSE}</p>", "<style>.no-js .old { display: none }</style>"),
        (f"<p class='old'>{FALSE}</p>", "<style>/* .old { display: none } */</style>"),
        (f"<div style='font-size:0'><p style='font-size:16px'>{FALSE}</p></div>", ""),
    ],
)
def test_text_that_is_shown_is_read(shown, head):
    assert read(story(shown), head) == "\n\n".join([STORY[0], FALSE, *STORY[1:]])


def test_a_big_first_letter_is_read_once():
    """Sites show it to the eye with `aria-hidden` and say the whole word to screen readers."""
    start = f"<p><span aria-hidden='true'>T</span><span class='sr-only'>T</span>{STORY[0][1:]}</p>"

    assert read(f"<main><h1>Ships without lights</h1>{start}{tagged(STORY[1:])}</main>") == "\n\n".join(STORY)


@pytest.mark.parametrize("opening", ["<p style='opacity:0'>", "<p class='fade'>"])
def test_an_article_that_a_script_fades_in_paragraph_by_paragraph_is_read(opening):
    assert read(story(opening=opening), "<style>.fade { opacity: 0 }</style>") == "\n\n".join(STORY)


@pytest.mark.parametrize("hidden", ["style='display:none'", "aria-hidden='true'", "hidden", "class='sr-only'"])
def test_an_article_that_is_hidden_whole_until_a_script_shows_it_is_read(hidden):
    """Menus that are longer than it do not make it little of the page."""
    menu = "".join(f"<li><a href='/{n}'>Section number {n} and its stories</a></li>" for n in range(99))

    assert read(f"<ul>{menu}</ul><div {hidden}>{story()}</div>") == "\n\n".join(STORY)
