"""The JSON files and pairs that `transit` is given, read into what the desk works with."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from officer_app.core.applicants import Evidence, Proof
from officer_app.core.buddhist import parse_date
from officer_app.core.refusals import Refusal
from officer_app.core.transit_papers import Language, Shown, When
from officer_app.core.transit_rules import TransitRules
from officer_app.usecases.transit_handed import Handed
from officer_app.workstation.transit_tables import read_table


class BadTable(Exception):
    """A file, field or pair cannot be used; `refusal` says what is wrong and what to do."""

    def __init__(self, code: str, params: Mapping[str, str]) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, params)


def table_in(name: str) -> dict[str, Any]:
    """The table of a JSON file, fit for a signed act. Raises BadTable."""
    table = read_table(name, Path(name))
    if isinstance(table, Refusal):
        raise BadTable(table.code, table.params)
    return table


def day_in(text: str) -> date:
    """A day as DD-MM-BBBB. Raises BadTable."""
    try:
        return parse_date(text)
    except ValueError:
        raise BadTable("transit_bad_day", {"day": text[:40]}) from None


def handed_in(name: str, rules: TransitRules) -> Handed:
    """What an applicant handed in, as a JSON file tells it. Raises BadTable, naming the field."""
    table = table_in(name)
    known = {"papers", "proofs", "circumstances", "guarantee", "duty"}
    if stray := sorted(set(table) - known):
        raise bad_field(stray[0])
    papers, proofs = _tables(table, "papers"), _tables(table, "proofs")
    if stray := sorted(set(papers) - {paper.id for paper in rules.papers}):
        raise bad_field(f"papers.{stray[0]}")
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
            raise BadTable("transit_bad_pair", {"pair": each[:80]})
    return {key: words for key, _, words in (each.partition("=") for each in given)}


def _shown(row: Mapping[str, Any], at: str) -> Shown:
    flags = ("translated", "certified", "duty_stamp")
    if stray := sorted(set(row) - {"originals", "copies", "language", *flags}):
        raise bad_field(f"{at}.{stray[0]}")
    for flag in flags:
        if not isinstance(row.get(flag, False), bool):
            raise bad_field(f"{at}.{flag}")
    try:
        language = Language(row.get("language", "th"))
    except ValueError:
        raise bad_field(f"{at}.language") from None
    counts = _whole(row, "originals", at), _whole(row, "copies", at)
    return Shown(*counts, language, **{flag: row.get(flag, False) for flag in flags})


def _evidence(row: Mapping[str, Any], at: str) -> Evidence:
    expiry = _text(row, "expiry", at)
    try:
        return Evidence(_text(row, "reference", at), date.fromisoformat(expiry) if expiry else None)
    except ValueError:
        raise bad_field(f"{at}.expiry") from None


def _tables(table: Mapping[str, Any], name: str) -> Mapping[str, Mapping[str, Any]]:
    rows = table.get(name, {})
    if not isinstance(rows, dict) or not all(isinstance(row, dict) for row in rows.values()):
        raise bad_field(name)
    return rows


def _list(table: Mapping[str, Any], name: str) -> Sequence[object]:
    rows = table.get(name, [])
    if not isinstance(rows, list):
        raise bad_field(name)
    return rows


def _proof(name: str) -> Proof:
    try:
        return Proof(name)
    except ValueError:
        raise bad_field(f"proofs.{name}") from None


def _when(name: object) -> When:
    try:
        return When(str(name))
    except ValueError:
        raise bad_field(f"circumstances: {name}") from None


def _text(table: Mapping[str, Any], name: str, at: str) -> str:
    value = table.get(name, "")
    if not isinstance(value, str):
        raise bad_field(f"{at}.{name}".strip("."))
    return value


def _whole(table: Mapping[str, Any], name: str, at: str) -> int:
    value = table.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise bad_field(f"{at}.{name}".strip("."))
    return value


def bad_field(name: str) -> BadTable:
    """That a field of a file is unknown, or holds something else than it must."""
    return BadTable("transit_bad_field", {"field": name})
