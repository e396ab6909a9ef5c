"""Reads an evidence file, whatever was done to it: what cannot be read is named, and the rest is kept to be checked."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from officer_app.core.acts import BadAct, parse_time
from officer_app.core.acts import read as read_act
from officer_app.core.canonical import NotCanonical, Value, decode
from officer_app.security.chain_check import Defect, Span
from officer_app.security.check import StoredAct
from officer_app.security.evidence import TITLE, VERSION, About, Evidence
from officer_app.security.heads import Head
from officer_app.security.keys import key_id as id_of
from officer_app.security.keys import verify

_VERSION = re.compile(rb"[0-9]{1,9}")
_ACT = re.compile(rb"(?P<signature>[0-9a-f]{2,512}) (?P<body>.*)", re.DOTALL)
# An act's own place stands behind its fields, its id before them. What stands nowhere is looked for once, and not anew
# from each byte on.
_ACT_ID = re.compile(rb'.*?"act_id":"([^"]{1,64})"', re.DOTALL)
_STATION = re.compile(rb'.*"station":"([^"]{1,64})"', re.DOTALL)
_SEQ = re.compile(rb'.*"station_seq":([0-9]{1,15})', re.DOTALL)


class NotEvidence(ValueError):
    """The file is no evidence file, or a newer version's; the message says why."""


@dataclass(frozen=True)
class Opened:
    """A file that was read: its evidence as far as it can be read, who sealed it, and what is wrong with it."""

    evidence: Evidence
    sealed_by: str
    seal_key: bytes
    defects: tuple[Defect, ...]


def read(data: bytes) -> Opened:
    """The evidence in `data`, whatever was done to it: what cannot be read is named. Raises NotEvidence."""
    first, _, _ = data.partition(b"\n")
    version = first.removeprefix(TITLE)
    if not _VERSION.fullmatch(version) or version == first:
        raise NotEvidence("the first line is not that of an evidence file")
    if int(version) != VERSION:
        raise NotEvidence(f"made by another version ({int(version)}); this one reads {VERSION}")
    return _Reading().take(data)


class _Reading:
    """Reads line after line; every line that cannot be read is a defect of its own."""

    def __init__(self) -> None:
        self._about: About | None = None
        self._acts: list[StoredAct] = []
        self._spans: dict[str, tuple[Span, ...]] = {}
        self._heads: list[Head] = []
        self._stations: dict[str, bytes] = {}
        self._codes: dict[str, str] = {}
        self._report: list[str] = []
        self._defects: list[Defect] = []

    def take(self, data: bytes) -> Opened:
        lines = data.split(b"\n")
        for number, line in enumerate(lines[1:], start=2):
            word, _, rest = line.partition(b" ")
            if line and word != b"seal":
                self._line(number, word, rest)
        key = self._seal(data)
        if self._about is None:
            raise NotEvidence("it does not say what it is about")
        evidence = Evidence(
            about=self._about,
            acts=tuple(self._acts),
            spans=self._spans,
            heads=tuple(self._heads),
            stations=self._stations,
            codes=self._codes,
            report=tuple(self._report),
        )
        return Opened(evidence, id_of(key) if key else "", key, tuple(self._defects))

    def _line(self, number: int, word: bytes, rest: bytes) -> None:
        try:
            if word == b"act":
                self._act(number, rest)
            elif word == b"report":
                self._report.append(rest.decode("utf-8"))
            else:
                self._table(word, decode(rest))
        except (NotCanonical, KeyError, ValueError, TypeError) as error:
            self._defects.append(
                Defect(
                    *("unreadable", "", 0, "", f"line {number} cannot be read: {type(error).__name__}"),
                    {"line": str(number)},
                )
            )

    def _act(self, number: int, rest: bytes) -> None:
        form = _ACT.fullmatch(rest)
        station, place, act_id = _place_of(form["body"] if form is not None else rest)
        if form is None or len(form["signature"]) % 2:
            text = f"line {number}: this is no act with its signature"
            self._defects.append(Defect("unreadable", station, place, act_id, text, {"line": str(number)}))
            return
        signature = bytes.fromhex(form["signature"].decode("ascii"))
        self._acts.append(StoredAct(station, place, act_id, form["body"], signature))

    def _table(self, word: bytes, table: Mapping[str, Value]) -> None:
        if word == b"about":
            self._about = _read_about(table)
        elif word == b"station":
            self._stations[_text(table, "station")] = _key(table)
        elif word == b"span":
            name = _text(table, "station")
            self._spans[name] = (*self._spans.get(name, ()), Span(_whole(table, "first"), _whole(table, "last")))
        elif word == b"head":
            self._heads.append(_read_head(table))
        elif word == b"code":
            self._codes[_text(table, "act_id")] = _text(table, "content")
        else:
            raise ValueError(word)

    def _seal(self, data: bytes) -> bytes:
        """The key that sealed the file; empty, and a defect, where the seal is not of what stands above it."""
        sealed, mark, last = data.rpartition(b"\nseal ")
        sealed += b"\n"
        try:
            if not mark:
                raise ValueError("no seal")
            table = decode(last.removesuffix(b"\n"))
            key, signature = _key(table), _bytes(table, "signature")
            whole = hashlib.sha256(sealed).hexdigest() == _text(table, "sha256")
        except (NotCanonical, KeyError, ValueError) as error:
            self._defects.append(Defect("seal", "", 0, "", f"the file has no seal that can be read ({error})"))
            return b""
        if not whole or not verify(key, hashlib.sha256(sealed).digest(), signature):
            self._defects.append(Defect("seal", "", 0, "", "the file was altered after it was sealed"))
        return key


def _read_about(table: Mapping[str, Value]) -> About:
    texts = {
        name: _text(table, name) for name in ("scope", "subject", "number", "since", "until", "site", "station", "mode")
    }
    return About(**texts, made_at=parse_time(_text(table, "made_at")), root=_bytes(table, "root"))


def _read_head(table: Mapping[str, Value]) -> Head:
    hash_, at = _bytes(table, "hash"), parse_time(_text(table, "at"))
    return Head(_text(table, "station"), _whole(table, "station_seq"), hash_, _text(table, "witness"), at)


def _text(table: Mapping[str, Value], name: str) -> str:
    value = table[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is not text")
    return value


def _whole(table: Mapping[str, Value], name: str) -> int:
    value = table[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} is not a whole number")
    return value


def _bytes(table: Mapping[str, Value], name: str) -> bytes:
    """Bytes are written in one way only: whatever else would be read as the same is an alteration."""
    text = _text(table, name)
    value = bytes.fromhex(text)
    if value.hex() != text:
        raise ValueError(f"{name} is not in small hex digits")
    return value


def _key(table: Mapping[str, Value]) -> bytes:
    key = _bytes(table, "public_key")
    if not key:
        raise ValueError("no key")
    return key


def _place_of(body: bytes) -> tuple[str, int, str]:
    """Workstation, sequence and id of an act; of one that is damaged, what can still be seen of them."""
    try:
        act = read_act(body, b"")
    except BadAct:
        seq = _seen(_SEQ, body)
        return _seen(_STATION, body), int(seq) if seq else 0, _seen(_ACT_ID, body)
    return act.station, act.station_seq, act.act_id


def _seen(pattern: re.Pattern[bytes], body: bytes) -> str:
    match = pattern.match(body)
    return match[1].decode("utf-8", errors="replace") if match else ""
