"""`onrecord read` as a user runs it: what goes to stdout, what to stderr, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

ARTICLE = 'Mayor Ada Lorn said the bridge was safe. "Nobody warned us," she told reporters.\n'


def run(*arguments, given=None, **kwargs):
    command = [sys.executable, "-m", "onrecord", *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=False, timeout=120, **kwargs)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["read"], "found no article to read"),
        (["read", "a.txt", "--format", "xml"], 'Invalid value "xml"'),
        (["read", "a.txt", "--published", "last week"], "found 'last week' as publication date"),
        (["read", "a.txt", "--colour"], "found '--colour'"),
        (["reed"], "reed"),
    ],
    ids=["nothing", "format", "date", "option", "command"],
)
def test_wrong_usage_ends_with_2_and_a_sentence(arguments, said):
    result = run(*arguments)

    assert result.returncode == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


@pytest.mark.model
def test_one_bad_input_costs_itself_and_ends_with_1(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "b.txt").write_bytes(b"\x89PNG\0")
    result = run("read", tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt")

    assert result.returncode == 1
    assert [json.loads(line)["document"]["id"] for line in result.stdout.splitlines()] == ["a.txt"]
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["error", "error", "3 inputs"]


@pytest.mark.model
def test_standard_input_is_read_as_text_or_as_lines():
    text, lines = (
        run("read", "-", given=ARTICLE),
        run("read", "-", given=json.dumps({"id": "x", "text": ARTICLE}) + "\n"),
    )

    assert json.loads(text.stdout)["document"]["id"] == "stdin"
    assert json.loads(lines.stdout)["document"]["id"] == "x"
    assert json.loads(text.stdout)["statements"] == json.loads(lines.stdout)["statements"] != []


@pytest.mark.model
@pytest.mark.parametrize("shown", ["marked", "json", "csv"])
def test_each_format_prints_the_statement(tmp_path, shown):
    (tmp_path / "a.txt").write_text(ARTICLE)
    result = run("read", tmp_path / "a.txt", "--format", shown, "--outlet", "The Post")

    assert result.returncode == 0
    assert "Nobody warned us" in result.stdout
    assert "The Post" in result.stdout


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("", "found no words in it"),
        ("Le ministre a déclaré lundi que le gouvernement ne confirmerait pas ces informations de presse.", "'fr'"),
    ],
    ids=["empty", "french"],
)
def test_what_a_user_should_know_is_said_on_stderr_and_the_article_answered(tmp_path, text, note):
    (tmp_path / "a.txt").write_text(text)
    result = run("read", tmp_path / "a.txt")

    assert result.returncode == 0
    assert note in result.stderr
    assert json.loads(result.stdout)["document"]["text"] == text


@pytest.mark.model
def test_half_a_surrogate_pair_passes_through(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "He said \\ud83d no."}\n')
    result = run("read", tmp_path / "a.jsonl")

    assert result.returncode == 0
    assert json.loads(result.stdout)["document"]["text"] == "He said \ud83d no."
