"""Every defect that the verifier can name has its sentence in both languages."""

import re
from pathlib import Path

from officer_app.paths import resources
from officer_app.security.key_standing import KeyState
from officer_app.texts import Texts

SECURITY = Path(__file__).resolve().parents[2] / "officer_app" / "security"
NAMED = re.compile(r'\b[dD]efect\(\s*"([a-z_]+)"')


def test_every_kind_of_defect_has_its_sentence_and_every_sentence_its_defect() -> None:
    kinds = {kind for file in SECURITY.glob("*.py") for kind in NAMED.findall(file.read_text("utf-8"))}
    kinds |= {f"{state}_key" for state in (KeyState.REVOKED, KeyState.EXPIRED)}
    known = Texts.load(resources() / "texts").keys()
    said = {key.removeprefix("defect.") for key in known if key.startswith("defect.")}
    assert len(kinds) > 25
    assert kinds == said - {"unknown"}
