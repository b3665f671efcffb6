"""The network is asked carefully: what is not public, too large, too slow or not allowed ends in one sentence."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import PAGE

from onrecord.documents import fetch
from onrecord.documents.addresses import why_private
from onrecord.documents.fetch import Fetcher
from onrecord.errors import FetchError


@pytest.fixture
def fetcher():
    with Fetcher(allow_private=True, pace_s=0.0, timeout_s=8.0) as fetcher:
        yield fetcher


def asked(server):
    return [path for _, path, _ in server.asked]


def test_a_page_comes_with_its_address_after_redirects_its_type_and_the_moment(hostile, fetcher):
    found = fetcher.get(f"{hostile.url}/moved")

    assert (found.url, found.status, found.content) == (f"{hostile.url}/page", 200, PAGE)
    assert found.content_type == "text/html; charset=utf-8"
    assert found.fetched.endswith("Z")
    assert not found.from_cache


def test_we_say_who_we_are(hostile, fetcher):
    fetcher.get(f"{hostile.url}/page")

    assert hostile.asked[-1][2]["user-agent"].startswith("onrecord/")


@pytest.mark.parametrize("path", ["packed", "deflated"])
def test_packed_content_is_unpacked(hostile, fetcher, path):
    assert fetcher.get(f"{hostile.url}/{path}").content == PAGE


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("none", "answers 404 Not Found"),
        ("cut", "sends gzip content that ends early"),
        ("twice", "sends the coding 'gzip, gzip', expected gzip, deflate or none"),
        ("garbage", "sends bytes that are not in the coding that it names"),
        ("bomb", "sends more than 50,000,000 bytes once unpacked"),
        ("endless", "sends more than 50,000,000 bytes"),
        ("flood", "sends more than 256,000 bytes before its answer begins"),
        ("headers", "breaks the connection off"),
        ("crumbs", "sends its content in crumbs of fewer than 64 bytes"),
        ("announced", "announces 99,000,000,000 bytes, expected at most 50,000,000"),
        ("short", "breaks the connection off"),
        ("drip", "drips: fewer than 100 bytes in 3 s"),
        ("drip-headers", "drips: fewer than 100 bytes in 3 s"),
        ("loop", "redirects more than 10 times"),
    ],
)
def test_a_hostile_answer_costs_five_seconds_at_most_and_the_next_page_is_read(hostile, fetcher, path, reason):
    began = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetcher.get(f"{hostile.url}/{path}")

    assert str(caught.value).startswith(f"{hostile.url}/{path}: {reason}")
    assert time.monotonic() - began < 5
    assert fetcher.get(f"{hostile.url}/page").content == PAGE


BOMB = """
import sys
from onrecord.documents.fetch import Fetcher
from onrecord.errors import FetchError
with Fetcher(allow_private=True, pace_s=0) as fetcher:
    try:
        fetcher.get(sys.argv[1])
    except FetchError as error:
        print(error)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from Linux's /proc")
def test_a_gigabyte_behind_gzip_takes_less_than_600_megabytes(hostile):
    command = [sys.executable, "-c", BOMB, f"{hostile.url}/bomb"]
    sentence, peak = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()

    assert sentence.endswith("sends more than 50,000,000 bytes once unpacked")
    assert int(peak) < 600_000


def test_a_server_that_says_nothing_is_left_after_the_time_that_was_given(hostile):
    began = time.monotonic()
    with Fetcher(allow_private=True, pace_s=0, timeout_s=1) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.get(f"{hostile.url}/silent")

    assert "does not answer in time" in str(caught.value)
    assert time.monotonic() - began < 3


PRIVATE = """
    127.0.0.1 loopback, 127.8.9.1 loopback, ::1 loopback, ::ffff:127.0.0.1 loopback, 10.1.2.3 private,
    172.16.0.1 private, 192.168.1.1 private, 100.64.0.1 private, fd00::1 private, fec0::1 private,
    0.0.0.0 unspecified, :: unspecified, 169.254.169.254 metadata, fd00:ec2::254 metadata, 169.254.0.9 link-local,
    fe80::1%eth0 link-local, 224.0.0.1 multicast, 239.1.1.1 multicast, ff02::1 multicast, 64:ff9b::7f00:1 NAT64,
    64:ff9b:1::a00:1 NAT64, 2002:7f00:1:: 6to4, 2001:0:1::1 Teredo, ::7f00:1 IPv4-compatible, 192.0.2.7 private,
    198.18.0.1 private, ::ffff:0:7f00:1 IPv4-translated, 192.88.99.1 6to4, 255.255.255.255 private
"""


@pytest.mark.parametrize(("address", "kind"), [pair.split() for pair in PRIVATE.split(",")])
def test_no_address_but_public_ones_is_public(address, kind):
    assert kind in why_private(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_are(address):
    assert why_private(address) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]"])
def test_loopback_is_refused_however_it_is_written(hostile, host):
    with Fetcher() as fetcher, pytest.raises(FetchError, match="a loopback address; only public addresses"):
        fetcher.get(f"http://{host}:{hostile.server_port}/page")

    assert hostile.asked == []


def call_public(monkeypatch, public):
    """Take *public* for a public address, which no test may ask a real one for."""
    monkeypatch.setattr(fetch, "why_private", lambda address: None if address == public else why_private(address))


def test_a_redirect_is_checked_again(hostile, monkeypatch):
    call_public(monkeypatch, "127.0.0.1")
    hostile.elsewhere = f"http://inside.example:{hostile.server_port}/secret"
    addresses = {"public.example": ["127.0.0.1"], "inside.example": ["10.0.0.1"]}
    with Fetcher(resolver=lambda host, _: addresses[host], pace_s=0) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.get(f"http://public.example:{hostile.server_port}/outside")

    assert f"redirects to {hostile.elsewhere}, which is at 10.0.0.1, a private address" in str(caught.value)
    assert asked(hostile) == ["/robots.txt", "/outside"]


def test_a_name_that_is_rebound_after_the_check_gains_nothing(hostile, monkeypatch):
    """The first look-up gives a public address, where nobody answers, every later one loopback, where the server is."""
    call_public(monkeypatch, "127.0.0.2")
    lookups = []

    def resolver(host, _port):
        lookups.append(host)
        return ["127.0.0.2"] if len(lookups) == 1 else ["127.0.0.1"]

    with Fetcher(resolver=resolver, pace_s=0, timeout_s=2) as fetcher:
        url = f"http://rebound.example:{hostile.server_port}/secret"
        with pytest.raises(FetchError, match="cannot be connected to"):
            fetcher.get(url)
        assert len(lookups) == 1
        with pytest.raises(FetchError, match=r"is at 127\.0\.0\.1, a loopback address"):
            fetcher.get(url)

    assert hostile.connections == 0


def test_each_connection_makes_one_look_up_and_goes_to_the_address_that_was_checked(hostile):
    lookups = []

    def resolver(host, _port):
        lookups.append(host)
        return ["127.0.0.1"]

    with Fetcher(resolver=resolver, allow_private=True, pace_s=0) as fetcher:
        assert fetcher.get(f"http://news.example:{hostile.server_port}/page").content == PAGE

    assert len(lookups) == hostile.connections
    assert hostile.asked[-1][2]["host"] == f"news.example:{hostile.server_port}"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://x.example/a", "is of the scheme 'ftp', expected http or https"),
        ("file:///etc/passwd", "is of the scheme 'file', expected http or https"),
        ("http://user:word@x.example/", "carries a user name"),
        ("http:///a", "names no host"),
        ("http://[::1", "is no address that can be asked"),
        ("http://x.example:99999/", "is no address that can be asked"),
        ("http://no-such-name.invalid/", "has a name that is not known"),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused_in_one_sentence(url, reason):
    with Fetcher() as fetcher, pytest.raises(FetchError) as caught:
        fetcher.get(url)

    assert str(caught.value).startswith(f"{url}: {reason}")


@pytest.mark.parametrize(
    "place", ["file:///etc/passwd", "http://user@x.example/", "http://[::1", "http://x.example:99999/"]
)
def test_a_redirect_to_what_is_no_page_is_refused(hostile, fetcher, place):
    hostile.elsewhere = place
    with pytest.raises(FetchError, match="redirects to"):
        fetcher.get(f"{hostile.url}/outside")


def test_robots_txt_is_asked_once_and_obeyed(hostile, fetcher):
    hostile.robots = (200, b"User-agent: *\nDisallow: /secret\n")
    fetcher.get(f"{hostile.url}/page")
    with pytest.raises(FetchError, match=r"its site's robots\.txt does not let onrecord read"):
        fetcher.get(f"{hostile.url}/secret")

    assert asked(hostile) == ["/robots.txt", "/page"]


@pytest.mark.parametrize(("status", "read"), [(404, True), (403, True), (500, False), (503, False)])
def test_a_site_whose_rules_cannot_be_read_is_left_alone_and_one_without_rules_is_not(hostile, fetcher, status, read):
    hostile.robots = (status, b"")
    if read:
        assert fetcher.get(f"{hostile.url}/page").content == PAGE
    else:
        with pytest.raises(FetchError, match=f"has a robots.txt that answers {status}.* so it is left alone"):
            fetcher.get(f"{hostile.url}/page")


def test_a_crawl_delay_and_the_pace_are_kept(hostile):
    hostile.robots = (200, b"User-agent: onrecord\nCrawl-delay: 0.6\n")
    with Fetcher(allow_private=True, pace_s=0.3) as fetcher:
        fetcher.get(f"{hostile.url}/page")
        fetcher.get(f"{hostile.url}/moved")
    moments = [moment for moment, _, _ in hostile.asked]

    assert moments[1] - moments[0] > 0.29  # robots.txt, then the page
    assert moments[2] - moments[1] > 0.59
    assert moments[3] - moments[2] > 0.59  # the redirect's target is asked at the same pace


def test_a_server_that_asks_for_a_second_gets_it(hostile, fetcher):
    found = fetcher.get(f"{hostile.url}/busy")
    first, second = (moment for moment, path, _ in hostile.asked if path == "/busy")

    assert found.content == PAGE
    assert second - first > 0.99


def test_a_server_that_asks_for_a_day_is_asked_nothing_more(hostile, fetcher):
    with pytest.raises(FetchError, match="answers 429 and asks to come back in 86400 s"):
        fetcher.get(f"{hostile.url}/later")
    with pytest.raises(FetchError, match="is on a host that asked to be left alone for 86"):
        fetcher.get(f"{hostile.url}/page")

    assert asked(hostile) == ["/robots.txt", "/later"]


def test_what_is_kept_is_asked_for_again_by_its_tag_and_not_sent_again(hostile, tmp_path):
    """The cache is on disk: the second fetcher is another one."""
    for expected in (False, True):
        with Fetcher(allow_private=True, pace_s=0, cache=tmp_path) as fetcher:
            found = fetcher.get(f"{hostile.url}/kept")
            assert (found.content, found.from_cache) == (PAGE, expected)

    assert [headers.get("if-none-match") for _, path, headers in hostile.asked if path == "/kept"] == [None, '"one"']


def test_what_was_kept_of_private_addresses_is_not_given_to_who_may_not_ask_them(hostile, tmp_path):
    with Fetcher(allow_private=True, pace_s=0, cache=tmp_path) as fetcher:
        fetcher.get(f"{hostile.url}/kept")
    with Fetcher(cache=tmp_path) as fetcher, pytest.raises(FetchError, match="loopback"):
        fetcher.get(f"{hostile.url}/kept")


def test_a_bomb_leaves_nothing_in_the_cache(hostile, tmp_path):
    with Fetcher(allow_private=True, pace_s=0, cache=tmp_path, max_bytes=1_000_000) as fetcher:
        for _ in range(2):
            with pytest.raises(FetchError, match="more than 1,000,000 bytes once unpacked"):
                fetcher.get(f"{hostile.url}/bomb")

    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 2_000_000


def test_a_cache_that_cannot_be_used_is_said_before_anything_is_fetched(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FetchError, match="cannot be used to keep answers"):
        Fetcher(cache=tmp_path / "file")
