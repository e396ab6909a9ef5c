"""What the line's troubles are called, and that officers are told each in both languages."""

import re
from pathlib import Path

import pytest

from officer_app import central, sync, usecases, workstation
from officer_app.paths import resources
from officer_app.texts import Texts

KIND = re.compile(r'"(?:here|centre)",\s*"([a-z_]+)"|kind="([a-z_]+)"|kind: str = "([a-z_]+)"|kind = "([a-z_]+)" if')


def kinds() -> set[str]:
    """Every kind of trouble that the line's code names."""
    folders = [Path(package.__file__ or "").parent for package in (central, sync, usecases, workstation)]
    files = [path for folder in folders for path in folder.glob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files if "Unreachable" in path.read_text("utf-8"))
    return {next(filter(None, found)) for found in KIND.findall(text)}


def test_the_code_names_its_troubles() -> None:
    assert {"no_connection", "line_broke", "stalled", "not_let_in", "centre_busy", "centre_error", "bug"} <= kinds()


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_trouble_is_said_in_both_languages_and_not_in_a_driver_s(kind: str) -> None:
    said = Texts.load(resources() / "texts").both(f"link.{kind}")
    assert said.th != said.en
    assert re.search("[฀-๿]", said.th)
    assert "{" not in said.th + said.en
