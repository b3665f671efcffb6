"""Archives written for tests: pages of invented news, as WARC records, plain or packed one by one."""

from __future__ import annotations

import base64
import gzip
import hashlib
import random

PLACES = ["Tolm", "Brenwick", "Ost", "Harrowgate", "Lindal", "Pell", "Vask", "Orrin", "Stenmouth", "Cale"]
NAMES = ["Mara Lind", "Ada Lorn", "Peter Voss", "Ines Calder", "Tomas Reed", "Olga Finch", "Sam Oduya", "Ruth Pell"]
BODIES = [
    "council",
    "harbour board",
    "water company",
    "police",
    "hospital trust",
    "rail union",
    "school",
    "energy ministry",
]
ACTS = ["closed", "repaired", "sold", "inspected", "reopened", "delayed", "funded", "cancelled"]
THINGS = [
    "the old bridge",
    "a new ferry line",
    "the flood wall",
    "its winter timetable",
    "two schools",
    "the night bus",
]
SAID = ["said", "told reporters", "denied", "confirmed", "announced", "argued"]
WHEN = [
    "on Monday",
    "on Tuesday",
    "last week",
    "in March",
    "before dawn",
    "at a hearing",
    "after the storm",
    "this morning",
]


def sentences(seed, count):
    """Invented sentences, the same for the same *seed*; hardly ever one twice."""
    draw = random.Random(seed)
    return [
        f"{draw.choice(NAMES)} of the {draw.choice(PLACES)} {draw.choice(BODIES)} {draw.choice(SAID)} "
        f"{draw.choice(WHEN)} that the {draw.choice(BODIES)} in {draw.choice(PLACES)} had {draw.choice(ACTS)} "
        f"{draw.choice(THINGS)} for {draw.randint(2, 9000)} people {draw.choice(WHEN)}."
        for _ in range(count)
    ]


def paragraphs(seed, count=8):
    found = sentences(seed, count * 3)
    return [" ".join(found[place : place + 3]) for place in range(0, len(found), 3)]


def page(seed, count=8):
    """An article page as an outlet would serve it."""
    title = f"{PLACES[seed % len(PLACES)]} council weighs plan {seed}"
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs(seed, count))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:type" content="article"></head><body><nav><a href="/">Home</a></nav>'
        f"<article><h1>{title}</h1>\n{body}</article><footer>All rights reserved</footer></body></html>"
    ).encode()


def response(body, *, status="200 OK", kind="text/html; charset=utf-8", extra=()):
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *extra]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def sha1(content):
    return "sha1:" + base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


def record(block, *, url=None, kind="response", number=0, digest=True, length=None, extra=()):
    """One WARC record; *length* is a lie to tell about it."""
    content = {"response": "application/http; msgtype=response", "revisit": "application/http; msgtype=response"}
    fields = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>",
        f"WARC-Date: 2025-03-{number % 27 + 1:02d}T08:00:00Z",
        *([f"WARC-Target-URI: {url}"] if url else []),
        *([f"WARC-Block-Digest: {sha1(block)}"] if digest else []),
        *extra,
        f"Content-Type: {content.get(kind, 'text/plain')}",
        f"Content-Length: {len(block) if length is None else length}",
    ]
    return "\r\n".join(fields).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def info():
    return record(b"software: tests/archives.py\r\n", kind="warcinfo")


def pages(count, start=0, length=8):
    """*count* response records with their addresses."""
    for number in range(start, start + count):
        url = f"https://news.example/{number}"
        yield record(response(page(number, length)), url=url, number=number + 1)


def pack(records, level=6):
    """Each record as a gzip member of its own, as crawlers write them."""
    return b"".join(gzip.compress(one, level, mtime=0) for one in records)
