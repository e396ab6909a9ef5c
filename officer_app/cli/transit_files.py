"""The JSON files and pairs that `transit` is given, read into what the desk works with."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from officer_app.cli.files import read_file
from officer_app.core.applicants import Evidence, Proof
from officer_app.core.canonical import NotCanonical, encode
from officer_app.core.transit_papers import Language, Shown, When
from officer_app.core.transit_rules import TransitRules
from officer_app.messages.faults import NotThisFile
from officer_app.texts import Both
from officer_app.usecases.transit_intake import Handed
from officer_app.workstation.transit_texts import one_line

MOST_BYTES = 2**20


class BadTable(Exception):
    """A file or pair cannot be used; `said` names what is wrong."""

    def __init__(self, said: Both) -> None:
        super().__init__(said.en)
        self.said = said


def table_in(name: str) -> dict[str, Any]:
    """The table of a JSON file, fit for a signed act. Raises BadTable."""
    try:
        table = json.loads(read_file(Path(name), MOST_BYTES))
        if not isinstance(table, dict):
            raise NotThisFile("not a table")
        said: dict[str, Any] = one_line(table)
        encode(said)
    except (OSError, ValueError, RecursionError, NotCanonical, NotThisFile) as error:
        why = Both(f"อ่านแฟ้ม {name} ไม่ได้: {error} ไม่มีการบันทึก", f"{name} cannot be read: {error}. Nothing was recorded.")
        raise BadTable(why) from error
    return said


def handed_in(name: str, rules: TransitRules) -> Handed:
    """What an applicant handed in, as a JSON file tells it. Raises BadTable, naming the field."""
    table = table_in(name)
    known = {"papers", "proofs", "circumstances", "guarantee", "duty"}
    if stray := sorted(set(table) - known):
        raise _field(stray[0])
    papers, proofs = _tables(table, "papers"), _tables(table, "proofs")
    if stray := sorted(set(papers) - {paper.id for paper in rules.papers}):
        raise _field(f"papers.{stray[0]}")
    return Handed(
        papers={paper: _shown(row, f"papers.{paper}") for paper, row in papers.items()},
        proofs={_proof(proof): _evidence(row, f"proofs.{proof}") for proof, row in proofs.items()},
        circumstances=frozenset(_when(each) for each in _list(table, "circumstances")),
        guarantee=_text(table, "guarantee", ""),
        duty=_whole(table, "duty", ""),
    )


def pairs(given: Sequence[str]) -> dict[str, str]:
    """`KEY=REASON` options as a table. Raises BadTable."""
    for each in given:
        if "=" not in each:
            raise BadTable(Both(f"{each}: ให้เขียน ข้อแตกต่าง=เหตุผล", f"{each}: write DIFFERENCE=REASON."))
    return {key: words for key, _, words in (each.partition("=") for each in given)}


def _shown(row: Mapping[str, Any], at: str) -> Shown:
    flags = ("translated", "certified", "duty_stamp")
    if stray := sorted(set(row) - {"originals", "copies", "language", *flags}):
        raise _field(f"{at}.{stray[0]}")
    for flag in flags:
        if not isinstance(row.get(flag, False), bool):
            raise _field(f"{at}.{flag}")
    try:
        language = Language(row.get("language", "th"))
    except ValueError:
        raise _field(f"{at}.language") from None
    counts = _whole(row, "originals", at), _whole(row, "copies", at)
    return Shown(*counts, language, **{flag: row.get(flag, False) for flag in flags})


def _evidence(row: Mapping[str, Any], at: str) -> Evidence:
    expiry = _text(row, "expiry", at)
    try:
        return Evidence(_text(row, "reference", at), date.fromisoformat(expiry) if expiry else None)
    except ValueError:
        raise _field(f"{at}.expiry") from None


def _tables(table: Mapping[str, Any], name: str) -> Mapping[str, Mapping[str, Any]]:
    rows = table.get(name, {})
    if not isinstance(rows, dict) or not all(isinstance(row, dict) for row in rows.values()):
        raise _field(name)
    return rows


def _list(table: Mapping[str, Any], name: str) -> Sequence[object]:
    rows = table.get(name, [])
    if not isinstance(rows, list):
        raise _field(name)
    return rows


def _proof(name: str) -> Proof:
    try:
        return Proof(name)
    except ValueError:
        raise _field(f"proofs.{name}") from None


def _when(name: object) -> When:
    try:
        return When(str(name))
    except ValueError:
        raise _field(f"circumstances: {name}") from None


def _text(table: Mapping[str, Any], name: str, at: str) -> str:
    value = table.get(name, "")
    if not isinstance(value, str):
        raise _field(f"{at}.{name}".strip("."))
    return value


def _whole(table: Mapping[str, Any], name: str, at: str) -> int:
    value = table.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _field(f"{at}.{name}".strip("."))
    return value


def _field(name: str) -> BadTable:
    return BadTable(Both(f"ช่อง {name} ใช้ไม่ได้ ไม่มีการบันทึก", f"Field {name} cannot be used. Nothing was recorded."))
