"""An evidence file: acts with their exact bytes and all that is needed to check them, in one text that people can read.

Lines of UTF-8, each a word and what it says; the bytes of an act stand in it as they were signed, so that SHA-256 and a
key are all that a checker needs. The last line is the seal: the maker's workstation signs everything above it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from officer_app.core.acts import Act, format_time
from officer_app.core.canonical import Value, clean_text, encode
from officer_app.core.ports import Signer
from officer_app.security.chain_check import Span
from officer_app.security.check import StoredAct
from officer_app.security.heads import Head

TITLE = b"officer-app evidence "
VERSION = 1


@dataclass(frozen=True)
class About:
    """What an evidence file is about. `scope`: subject (all acts on `number`) or period (`number` empty; `since` to
    `until`, UTC). `root`: the office root's raw public key where the maker trusted one, else empty.
    """

    scope: str
    subject: str
    number: str
    since: str
    until: str
    site: str
    station: str
    mode: str
    made_at: datetime
    root: bytes = b""


@dataclass(frozen=True)
class Evidence:
    """The content of an evidence file. `spans`: which parts of chains are here without a gap; `codes`: stamps' codes by
    act; `stations`: public keys of workstations that the maker knew otherwise than from their own first acts.
    """

    about: About
    acts: tuple[StoredAct, ...]
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    heads: tuple[Head, ...] = ()
    stations: Mapping[str, bytes] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    report: tuple[str, ...] = ()


def write(evidence: Evidence, signer: Signer) -> bytes:
    """The file of `evidence`, sealed by the maker's workstation. Raises SignerFailed."""
    lines = [TITLE + str(VERSION).encode()]
    lines += [b"report " + clean_text(text).encode("utf-8") for text in evidence.report]
    lines.append(b"about " + encode(_about_row(evidence.about)))
    lines += [
        b"station " + encode({"station": name, "public_key": key.hex()}) for name, key in evidence.stations.items()
    ]
    lines += [
        b"span " + encode({"station": name, "first": span.first, "last": span.last})
        for name, spans in evidence.spans.items()
        for span in spans
    ]
    lines += [b"head " + encode(_head_row(head)) for head in evidence.heads]
    lines += [b"act " + act.signature.hex().encode() + b" " + act.body for act in evidence.acts]
    lines += [b"code " + encode({"act_id": act_id, "content": code}) for act_id, code in evidence.codes.items()]
    sealed = b"\n".join(lines) + b"\n"
    digest = hashlib.sha256(sealed).digest()
    seal = {"public_key": signer.public_key.hex(), "sha256": digest.hex(), "signature": signer.sign(digest).hex()}
    return sealed + b"seal " + encode(seal) + b"\n"


def of_act(act: Act) -> StoredAct:
    """An act as an evidence file holds it."""
    return StoredAct(act.station, act.station_seq, act.act_id, act.body, act.signature)


def _about_row(about: About) -> dict[str, Value]:
    return {
        "scope": about.scope,
        "subject": about.subject,
        "number": about.number,
        "since": about.since,
        "until": about.until,
        "site": about.site,
        "station": about.station,
        "mode": about.mode,
        "made_at": format_time(about.made_at),
        "root": about.root.hex(),
    }


def _head_row(head: Head) -> dict[str, Value]:
    return {
        "station": head.station,
        "station_seq": head.station_seq,
        "hash": head.hash.hex(),
        "witness": head.witness,
        "at": format_time(head.at),
    }


def heads_of(acts: Iterable[Act], witness: str, at: datetime) -> list[Head]:
    """The newest act of each workstation among `acts`, as `witness` holds it at `at` (UTC)."""
    last: dict[str, Act] = {}
    for act in acts:
        if act.station not in last or last[act.station].station_seq < act.station_seq:
            last[act.station] = act
    return [Head(act.station, act.station_seq, act.hash, witness, at) for act in last.values()]
