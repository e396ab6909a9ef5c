"""What a command answers: an exit status, an object for --json, a text for people."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TextIO

from officer_app.core.refusals import Refusal
from officer_app.texts import Both, Texts
from officer_app.workstation.trouble import Trouble

DONE = 0
REFUSED = 1
BAD_USAGE = 2
WORLD_FAILED = 3


@dataclass(frozen=True)
class Answer:
    """`status` as in design §14; `body` for --json; `text` for people, Thai first."""

    status: int
    body: Mapping[str, object] = field(default_factory=dict)
    text: str = ""


def refused(texts: Texts, refusal: Refusal, body: Mapping[str, object] | None = None) -> Answer:
    """The answer that a rule said no; `not_available` and unreadable input are bad usage (design §14)."""
    said = texts.refusal(refusal)
    status = BAD_USAGE if refusal.code == "not_available" else REFUSED
    told = {"code": refusal.code, "th": said.th, "en": said.en}
    return Answer(status, {**(body or {}), "refused": told}, f"{said.th}\n{said.en}")


def failed(texts: Texts, trouble: Trouble) -> Answer:
    """The answer that the world failed."""
    said = texts.either(f"trouble.{trouble.code}", "trouble.damaged", **{"detail": trouble.code, **trouble.params})
    told = {"code": trouble.code, "th": said.th, "en": said.en}
    return Answer(WORLD_FAILED, {"trouble": told}, f"{said.th}\n{said.en}")


def bad_input(code: str, said: Both, body: Mapping[str, object] | None = None) -> Answer:
    """The answer that the input could not be used."""
    told = {"code": code, "th": said.th, "en": said.en}
    return Answer(BAD_USAGE, {**(body or {}), "refused": told}, f"{said.th}\n{said.en}")


def show(answer: Answer, *, as_json: bool, out: TextIO, err: TextIO = sys.stderr) -> None:
    """Print `answer`: one JSON object a line, or its text (what did not work goes to standard error)."""
    if as_json:
        out.write(json.dumps(answer.body, ensure_ascii=False) + "\n")
        out.flush()
    elif answer.text:
        stream = out if answer.status == DONE else err
        stream.write(answer.text + "\n")
        stream.flush()
