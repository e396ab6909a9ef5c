"""What an application lacks, row by row as the refusal notice and the command line name it."""

from collections.abc import Iterable, Mapping
from typing import Any

from officer_app.core.applicants import proofs_named
from officer_app.core.transit_papers import FAULTS_NAMED
from officer_app.core.transit_rules import TransitRules
from officer_app.core.words import baht_text

_FAULTS: Mapping[str, tuple[str, str]] = {
    **FAULTS_NAMED,
    "unproved": ("ไม่มีหลักฐาน", "no proof of"),
    "too_little": ("หลักประกันไม่พอ", "guarantee too small"),
}


def missing_rows(rows: Iterable[Any], rules: TransitRules) -> Iterable[dict[str, object]]:
    """What an act says is lacking, each with its paper or proof and what is wrong with it, in both languages."""
    papers = {paper.id: paper for paper in rules.papers}
    for line, row in enumerate((row for row in rows if isinstance(row, Mapping)), start=1):
        th, en = _FAULTS.get(str(row.get("fault")), (str(row.get("fault")), ""))
        asked = [papers[each] for each in row.get("papers", ()) if each in papers]
        proofs = " / ".join(" ".join(proofs_named([str(each)])) for each in row.get("proofs", ()))
        what = " / ".join(f"{paper.th} {paper.en} ({paper.source})" for paper in asked) or proofs
        yield {"line": line, "paper": what or "-", "fault": f"{th} {en}{_how_far(row)}"}


def _how_far(row: Mapping[str, Any]) -> str:
    """How much was shown of what is asked for, or when a proof ended."""
    if row.get("expired"):
        return f" – หมดอายุ expired {row['expired']}"
    if not row.get("asked"):
        return ""
    if row.get("fault") == "too_little":
        return f" ({baht_text(int(row['shown']))} / {baht_text(int(row['asked']))} บาท baht)"
    return f" ({row['shown']}/{row['asked']})"
