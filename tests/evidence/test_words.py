"""Every defect that the verifier can name has its sentence in both languages."""

import re
from pathlib import Path

from officer_app.paths import resources
from officer_app.security.key_standing import KeyState
from officer_app.texts import Texts

SECURITY = Path(__file__).resolve().parents[2] / "officer_app" / "security"
NAMED = re.compile(r'\b[dD]efect\(\s*(?:\*\()?"([a-z_]+)"')
NOTED = re.compile(r'\b[nN]ote\(\s*"([a-z_]+)"')


def written() -> str:
    """Everything that the verifier is made of."""
    return "\n".join(file.read_text("utf-8") for file in SECURITY.glob("*.py"))


def said(prefix: str) -> set[str]:
    """The words of the catalogue under a prefix."""
    known = Texts.load(resources() / "texts").keys()
    return {key.removeprefix(prefix) for key in known if key.startswith(prefix)}


def test_every_kind_of_defect_has_its_sentence_and_every_sentence_its_defect() -> None:
    kinds = set(NAMED.findall(written())) | {f"{state}_key" for state in (KeyState.REVOKED, KeyState.EXPIRED)}
    assert len(kinds) > 25
    assert kinds == said("defect.") - {"unknown"}


def test_every_kind_of_note_has_its_sentence_and_every_sentence_its_note() -> None:
    kinds = set(NOTED.findall(written())) | {str(KeyState.UNCERTIFIED), str(KeyState.BEFORE_CERTIFICATE)}
    assert len(kinds) > 7
    assert kinds == said("note.")
