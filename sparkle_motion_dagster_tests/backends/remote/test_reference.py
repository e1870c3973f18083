"""Fetching a picture that somebody else named: only from where anybody could, only so much, only so long, only a picture."""

import ipaddress
import socket
import struct
import time
import zlib
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from sparkle_motion_dagster.backends.remote.addresses import checked_ip, is_public, read_address
from sparkle_motion_dagster.backends.remote.reference import FetchLimits, fetch_picture
from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster_tests.backends.remote.web_server import Reply, png, sends, web

HERE = FetchLimits(allowed_hosts=("127.0.0.1",))


def test_a_picture_is_fetched_whole_under_its_own_name(tmp_path: Path) -> None:
    with web(sends(png())) as url:
        path = fetch_picture(f"{url}/pictures/kitchen%20b.png?size=large", tmp_path, HERE)
    assert path.name == "kitchen20b.png" and path.parent == tmp_path
    assert Image.open(path).size == (90, 60)


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (sends(b"<html>", Content_Type="image/png"), "not a whole PNG, JPEG or WebP"),
        (sends(png()[:-50]), "not a whole PNG, JPEG or WebP"),
        (sends(b"", 404), "answers 404"),
        (sends(b"", 204), "answers 204"),
        (sends(b"", 302), "answers 302"),
        (sends(png()[:900], Content_Length="5000"), r"900 of 5000 bytes came"),
        (sends(b"x", Content_Length="6000000"), "larger than 5 MiB"),
        (sends(b"x" * 6_000_000, Content_Length="x"), "larger than 5 MiB"),
        (sends(zlib.compress(b"x" * 10_000_000), Content_Encoding="deflate"), "sent packed"),
        (sends(b"svg", Location="/elsewhere"), "not a whole PNG, JPEG or WebP"),
    ],
)
def test_what_is_no_picture_is_refused_and_nothing_is_left(tmp_path: Path, reply: Reply, told: str) -> None:
    with web(reply) as url, pytest.raises(InputError, match=told):
        fetch_picture(f"{url}/a.png", tmp_path, HERE)
    assert list(tmp_path.iterdir()) == []


def test_a_bomb_of_pixels_is_not_unpacked(tmp_path: Path) -> None:
    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0" * 1000)) + part(b"IEND", b"")
    started = time.monotonic()
    with web(sends(bomb)) as url, pytest.raises(InputError, match=r"60000×60000|pixels"):
        fetch_picture(f"{url}/a.png", tmp_path, HERE)
    assert time.monotonic() - started < 2


def letter_by_letter(text: bytes) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        for letter in text:
            try:
                handler.wfile.write(bytes([letter]))
            except OSError:
                return  # the client has had enough
            time.sleep(0.05)

    return reply


@pytest.mark.parametrize(
    "reply",
    [
        letter_by_letter(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nX: " + b"y" * 500),
        letter_by_letter(b"HTTP/1.1 200 OK\r\n\r\n" + b"\x89PNG" * 200),
        lambda handler: time.sleep(1.5),
    ],
)
def test_the_time_holds_for_the_whole_fetch_however_slowly_it_comes(tmp_path: Path, reply: Reply) -> None:
    started = time.monotonic()
    with web(reply) as url, pytest.raises(InputError, match=r"not fetched in 0\.6 s"):
        fetch_picture(f"{url}/a.png", tmp_path, FetchLimits(timeout_s=0.6, allowed_hosts=("127.0.0.1",)))
    assert time.monotonic() - started < 2.5
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "0.0.0.0", "10.0.0.7", "172.16.3.4", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "[::1]", "[::]", "[fe80::1]", "[fc00::2]",
        "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:db8::1]",
    ],
)  # fmt: skip
def test_addresses_of_this_machine_and_of_private_networks_are_never_asked(tmp_path: Path, host: str) -> None:
    with pytest.raises(InputError, match=r"of this machine or of a network of its own|cannot be found"):
        fetch_picture(f"http://{host}:9/a.png", tmp_path, FetchLimits())


@pytest.mark.parametrize("ip", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_are_public(ip: str) -> None:
    assert is_public(ipaddress.ip_address(ip))


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.216.34", "10.1.2.3")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: entries)
    with pytest.raises(InputError, match=r"pictures\.example is 10\.1\.2\.3"):
        checked_ip(read_address("http://pictures.example/a.png"), (), 5)


def test_the_connection_goes_to_the_address_that_was_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers with another address the second time it is asked is not asked a second time."""
    asked: list[str] = []

    def rebinding(host: str, *_: Any, **__: Any) -> Any:
        if host == "127.0.0.1":  # create_connection looks up the number it is given
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    hosts: list[str] = []

    def reply(handler: BaseHTTPRequestHandler) -> None:
        hosts.append(handler.headers["Host"])
        sends(png())(handler)

    with web(reply) as url:
        port = int(url.rpartition(":")[2])
        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        limits = FetchLimits(allowed_hosts=("rebinds.example",))
        fetch_picture(f"http://rebinds.example:{port}/a.png", tmp_path, limits)
    assert asked == ["rebinds.example"]
    assert hosts == [f"rebinds.example:{port}"]


def test_each_redirect_is_looked_at_again(tmp_path: Path) -> None:
    with web(sends(png())) as inside:
        leads = sends(b"", 302, Location=inside.replace("127.0.0.1", "localhost") + "/a.png")
        with web(leads) as url, pytest.raises(InputError, match=r"localhost is .*of this machine"):
            fetch_picture(f"{url}/a.png", tmp_path, HERE)
        with web(sends(b"", 307, Location=f"{inside}/b.png")) as url:
            assert fetch_picture(f"{url}/a.png", tmp_path, HERE).name == "b.png"
    with web(sends(b"", 302, Location="/again")) as url, pytest.raises(InputError, match="more than 4 times"):
        fetch_picture(f"{url}/a.png", tmp_path, HERE)
    with web(sends(b"", 302, Location="file:///etc/passwd")) as url, pytest.raises(InputError, match="https://"):
        fetch_picture(f"{url}/a.png", tmp_path, HERE)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/a.png", "file:///etc/passwd", "https:///a.png", "https://me:secret@example.com/a.png",
        "https://example.com:99999/a.png", "https://example.com/a b.png", "https://exämple.com/", "https://[::1/a.png",
        "https://example.com\\@10.0.0.1/", "https://e.com/" + "a" * 3000,
    ],
)  # fmt: skip
def test_addresses_that_are_none_are_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(InputError) as caught:
        fetch_picture(url, tmp_path)
    assert "secret" not in str(caught.value)
