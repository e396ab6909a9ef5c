"""Looks into what a demonstration leaves behind, as deep as its files go: compressed streams and metadata included."""

import base64
import re
import zlib
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

ADDRESS = re.compile(rb"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")


def contents(file: Path) -> Iterator[bytes]:
    """The bytes of `file`, and what is packed inside: PDF streams, PNG text chunks."""
    data = file.read_bytes()
    yield data
    if data.startswith(b"%PDF"):
        for head, stream in re.findall(rb"<<(.*?)>>\s*stream\r?\n(.*?)\r?\n?endstream", data, re.DOTALL):
            yield unpacked(head, stream)
    if data.startswith(b"\x89PNG"):
        yield from texts_of_png(data)


def unpacked(head: bytes, stream: bytes) -> bytes:
    """A PDF stream without its filters."""
    if b"ASCII85Decode" in head:
        stream = base64.a85decode(stream.strip().removesuffix(b"~>"))
    # A checksum that ends like a line end loses that byte to the pattern above; the content is whole without it.
    return zlib.decompressobj().decompress(stream) if b"FlateDecode" in head else stream


def texts_of_png(data: bytes) -> Iterator[bytes]:
    """The chunks of a PNG that hold text."""
    place = 8
    while place < len(data):
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        body = data[place + 8 : place + 8 + length]
        if kind == b"tEXt":
            yield body
        if kind == b"zTXt":
            yield zlib.decompress(body.partition(b"\0")[2][1:])
        if kind == b"iTXt":
            yield body
        place += length + 12


def addresses(data: bytes) -> set[str]:
    """The network addresses in `data` that are not this machine's own."""
    found = {each.decode() for each in ADDRESS.findall(data)}
    return {each for each in found if _is_address(each) and not ip_address(each).is_loopback}


def _is_address(text: str) -> bool:
    return all(int(part) < 256 and str(int(part)) == part for part in text.split("."))
