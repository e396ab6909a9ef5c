"""What the line's troubles are called, and that officers are told each in both languages."""

import re
from pathlib import Path

import pytest

from officer_app import central, sync, usecases, workstation
from officer_app.paths import resources
from officer_app.texts import Texts

# The third argument of Unreachable, however it is broken over lines; and what line.py and faults.py choose between.
KIND = re.compile(r'"(?:here|centre)",\s*"([a-z_]+)"\)')
CHOSEN = {"no_connection", "not_proven", "bug", "loading"}


def kinds() -> set[str]:
    """Every kind of trouble that the line's code names."""
    folders = [Path(package.__file__ or "").parent for package in (central, sync, usecases, workstation)]
    text = "\n".join(path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("*.py"))
    # "other" is a side of a case, and of no line.
    return (set(KIND.findall(text)) - {"other"}) | CHOSEN


def test_the_code_names_its_troubles() -> None:
    assert {"line_broke", "stalled", "not_let_in", "centre_busy", "centre_error", "snapshot_refused"} <= kinds()


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_trouble_is_said_in_both_languages_and_not_in_a_driver_s(kind: str) -> None:
    said = Texts.load(resources() / "texts").both(f"link.{kind}")
    assert said.th != said.en
    assert re.search("[฀-๿]", said.th)
    assert "{" not in said.th + said.en


def test_no_sentence_stands_there_for_a_trouble_that_nobody_names() -> None:
    text = (resources() / "texts" / "link.toml").read_text(encoding="utf-8")
    assert set(re.findall(r"^\[link\.([a-z_]+)\]", text, re.MULTILINE)) == kinds()
