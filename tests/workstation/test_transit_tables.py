"""Files of the transit desk: what is wrong with one is said in both languages, with its place and the rule."""

import json
import re
from pathlib import Path

import pytest

from officer_app.core.refusals import Refusal
from officer_app.texts import Texts
from officer_app.workstation.transit_tables import MOST_BYTES, read_table

TEXTS = Texts.load(Path("resources/texts"))


@pytest.mark.parametrize(
    ("data", "fault", "place"),
    [
        (b"", "not_json", "1:1"),
        (b'{"a": 1,\n "b" 2}', "not_json", "2:6"),
        (b"[1]", "no_table", ""),
        ('{"a": "ก"}'.encode("cp874"), "not_utf8", ""),
        (b"[" * 100_000, "too_deep", ""),
        (b'{"items": [{"gross_weight": 1.5}]}', "not_signable", "items[0].gross_weight"),
        (b'{"route": "a\\u0007b"}', "not_signable", "route"),
        (b'{"n": ' + b"9" * 5000 + b"}", "not_signable", ""),
        (b" " * (MOST_BYTES + 1), "too_large", ""),
    ],
)
def test_what_is_wrong_with_a_file_is_named_with_its_place(tmp_path: Path, data: bytes, fault: str, place: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(data)
    refusal = read_table("a.json", path)

    assert isinstance(refusal, Refusal)
    assert (refusal.params["table_fault"], refusal.params["place"]) == (fault, place)
    th = TEXTS.refusal(refusal).th.replace("a.json", "").replace(place, "")
    # No sentence of the language's own makers stands in it.
    assert set(re.findall(r"[A-Za-z]{3,}", th)) <= {"JSON", "UTF", "transit", "schema"}


def test_what_is_not_there_or_no_file_is_said(tmp_path: Path) -> None:
    found = [read_table("a.json", path) for path in (tmp_path / "a.json", tmp_path, Path("a\0b"))]
    assert [each.params["table_fault"] for each in found if isinstance(each, Refusal)] == [
        *("missing", "unopened", "unopened"),
    ]


def test_a_table_is_read_whole_and_its_texts_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"applicant_address": "99\nต.สมมุติ", "n": 1}), "utf-8")
    assert read_table("a.json", path) == {"applicant_address": "99 ต.สมมุติ", "n": 1}
