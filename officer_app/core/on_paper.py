"""A permit known from its sheet alone: as its stamp's act carries it, and compared with the record that comes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from officer_app.core.acts import Act, ActKind
from officer_app.core.canonical import Value, clean_text
from officer_app.core.records import DeclarationLine, Permit, Provenance, Record, permit_from_doc
from officer_app.core.scanned_text import normalise

PAPER, UNVERIFIED = "paper", "unverified"
"""Fields of a stamp made from paper: what was keyed from the sheet, and that no record had agreed with it."""

_COMPARED = (
    *("line", "release_port", "load_port", "vehicle", "trailer", "container_no", "seal_no"),
    *("flight", "mawb", "hawb", "company_tax_no"),
)


def paper_fields(permit: Permit) -> dict[str, Value]:
    """What was keyed from the sheet, as an act carries it: texts and whole numbers, empty ones left out."""
    texts = {name: clean_text(value) for name, value in asdict(permit).items() if isinstance(value, str)}
    lines = [{**asdict(line), "package_unit": clean_text(line.package_unit)} for line in permit.declarations]
    return {**{name: text for name, text in texts.items() if text}, "declarations": lines}


def paper_record(number: str, acts: Iterable[Act]) -> Record | None:
    """The permit `number` as the last stamp made from its sheet carries it; None where none was."""
    stamps = [act for act in acts if act.kind == ActKind.STAMP and isinstance(act.fields.get(PAPER), Mapping)]
    for act in sorted(stamps, key=lambda act: (act.at, act.act_id), reverse=True):
        doc = json.dumps({"line": "", "state": "", **_table(act.fields[PAPER])}, ensure_ascii=False)
        try:
            permit = permit_from_doc(doc)
        except ValueError:
            continue
        if permit.number == number:
            return Record("permit", number, doc, Provenance.PAPER, act.at, keys=permit.search_keys)
    return None


def differences(keyed: Permit, record: Permit) -> tuple[str, ...]:
    """What was keyed from the sheet and is otherwise in the record, as `field: sheet / record`; blank fields agree."""
    found = [
        f"{name}: {ours} / {theirs}"
        for name in _COMPARED
        if (ours := getattr(keyed, name)) and normalise(ours) != normalise(theirs := getattr(record, name))
    ]
    theirs_by_number = {line.number: line for line in record.declarations}
    ours_by_number = {line.number: line for line in keyed.declarations}
    if ours_by_number.keys() != theirs_by_number.keys():
        return (*found, f"declarations: {_listed(ours_by_number)} / {_listed(theirs_by_number)}")
    for number, line in sorted(ours_by_number.items()):
        found += _line_differs(line, theirs_by_number[number])
    return tuple(found)


def _line_differs(ours: DeclarationLine, theirs: DeclarationLine) -> list[str]:
    pairs = (
        ("packages", ours.packages, theirs.packages),
        ("gross_weight_g", ours.gross_weight_g, theirs.gross_weight_g),
    )
    return [f"{ours.number} {name}: {mine} / {other}" for name, mine, other in pairs if mine and mine != other]


def _listed(lines: Iterable[str]) -> str:
    return ", ".join(sorted(lines)) or "-"


def _table(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, Mapping) else {}
