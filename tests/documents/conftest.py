"""A server on loopback that does what hostile and broken servers do."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

PAGE = b"<!doctype html><title>t</title><p>A page."
BOMB_BYTES = 1_000_000_000
DRIPS = 40
"""Seconds that the dripping server goes on for at most, so that no thread outlives its test for long."""


class Handler(BaseHTTPRequestHandler):
    """Answers by path; every path asked for is noted in `server.asked`."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Say nothing."""

    def setup(self):
        super().setup()
        self.server.connections += 1

    def do_GET(self):
        path = self.path.partition("?")[0]
        self.server.asked.append(
            (time.monotonic(), self.path, {name.lower(): value for name, value in self.headers.items()})
        )
        if path == "/robots.txt":
            self.answer(self.server.robots[1], status=self.server.robots[0])
        elif action := getattr(self, f"do_{path.strip('/').replace('-', '_')}", None):
            action()
        else:
            self.answer(b"gone", status=404)

    def answer(self, content, *, status=200, **headers):
        self.send_response(status)
        for name, value in {"content_length": str(len(content)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def do_page(self):
        self.answer(PAGE, content_type="text/html; charset=utf-8")

    def do_secret(self):
        self.answer(PAGE, content_type="text/html")

    def do_kept(self):
        if self.headers.get("If-None-Match") == '"one"':
            self.answer(b"", status=304, etag='"one"')
        else:
            self.answer(PAGE, content_type="text/html", etag='"one"', cache_control="no-cache")

    def do_packed(self):
        self.answer(gzip.compress(PAGE), content_encoding="gzip")

    def do_deflated(self):
        self.answer(zlib.compress(PAGE)[2:-4], content_encoding="deflate")

    def do_cut(self):
        self.answer(gzip.compress(PAGE * 99)[:-20], content_encoding="gzip")

    def do_twice(self):
        self.answer(gzip.compress(gzip.compress(PAGE)), content_encoding="gzip, gzip")

    def do_garbage(self):
        self.answer(PAGE, content_encoding="gzip")

    def do_bomb(self):
        self.send_response(200)
        self.send_header("content-encoding", "gzip")
        self.end_headers()
        self.close_connection = True
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        zeros = bytes(10_000_000)
        try:
            for _ in range(BOMB_BYTES // len(zeros)):
                self.wfile.write(packer.compress(zeros))
            self.wfile.write(packer.flush())
        except OSError:
            pass

    def do_drip(self):
        self.send_response(200)
        self.send_header("content-length", "100000")
        self.end_headers()
        self.trickle(b"x")

    def do_drip_headers(self):
        self.trickle(b"H")

    def trickle(self, piece):
        self.close_connection = True
        try:
            for _ in range(DRIPS):
                self.wfile.write(piece)
                self.wfile.flush()
                if self.server.stopped.wait(1):
                    break
        except OSError:
            pass

    def do_silent(self):
        self.close_connection = True
        self.server.stopped.wait(DRIPS)

    def do_endless(self):
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        try:
            for _ in range(2000):
                self.wfile.write(bytes(100_000))
        except OSError:
            pass

    def do_flood(self):
        self.close_connection = True
        try:
            for _ in range(20_000):
                self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
        except OSError:
            pass

    def do_headers(self):
        self.close_connection = True
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for number in range(200_000):
                self.wfile.write(b"x-%d: %s\r\n" % (number, b"y" * 100))
        except OSError:
            pass

    def do_crumbs(self):
        self.send_response(200)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        self.close_connection = True
        try:
            for _ in range(5_000):
                self.wfile.write(b"1\r\nx\r\n" * 100)
        except OSError:
            pass

    def do_announced(self):
        self.send_response(200)
        self.send_header("content-length", "99000000000")
        self.end_headers()
        self.close_connection = True

    def do_short(self):
        self.send_response(200)
        self.send_header("content-length", "1000")
        self.end_headers()
        self.wfile.write(b"half")
        self.close_connection = True

    def do_moved(self):
        self.answer(b"", status=301, location="/page")

    def do_loop(self):
        self.answer(b"", status=302, location="/loop")

    def do_outside(self):
        self.answer(b"", status=302, location=self.server.elsewhere)

    def do_busy(self):
        busy = sum(path.startswith("/busy") for _, path, _ in self.server.asked) < 2
        if busy:
            self.answer(b"", status=503, retry_after="1")
        else:
            self.answer(PAGE)

    def do_later(self):
        self.answer(b"", status=429, retry_after="86400")


@pytest.fixture
def hostile():
    """The server, on an address of its own; it is gone after the test."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.robots, server.stopped, server.connections = [], (404, b""), threading.Event(), 0
    server.daemon_threads, server.block_on_close = True, False
    server.elsewhere = "http://10.0.0.1/"
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.stopped.set()
    server.shutdown()
    server.server_close()
    thread.join()
