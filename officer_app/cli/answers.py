"""What a command answers: an exit status, an object for --json, a text for people."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import MappingProxyType
from typing import TextIO

from officer_app.cli.out import Out
from officer_app.core.refusals import Refusal
from officer_app.texts import Both, Texts
from officer_app.workstation.trouble import Trouble

DONE = 0
REFUSED = 1
BAD_USAGE = 2
WORLD_FAILED = 3
STOPPED = 130
"""What a shell says of a program that Ctrl-C ended."""

NOT_A_RULE = frozenset({"not_available", "unreadable"})
"""Refusals that are no rule's: the version does not have it, or the input was not understood (design §14)."""


@dataclass(frozen=True)
class Answer:
    """`status` as in design §14; `body` for --json, None for a stream that has said all; `text` for people."""

    status: int
    body: Mapping[str, object] | None = field(default_factory=dict)
    text: str = ""


class BadUsage(Exception):
    """The command line was not understood: the sentence `usage.<why>`, its gaps filled by `params`. `usage` says how
    the command would be right.
    """

    def __init__(
        self, why: str, params: Mapping[str, str] = MappingProxyType({}), *, code: str = "usage", usage: str = ""
    ) -> None:
        super().__init__(why)
        self.why = why
        self.params = params
        self.code = code
        self.usage = usage


def status_of(refusal: Refusal) -> int:
    """The exit status of a refusal."""
    return BAD_USAGE if refusal.code in NOT_A_RULE else REFUSED


def refused(texts: Texts, refusal: Refusal, body: Mapping[str, object] | None = None) -> Answer:
    """The answer that a rule said no, or that the input or the version stands against it."""
    said = texts.refusal(refusal)
    return Answer(status_of(refusal), {**(body or {}), "refused": told(refusal.code, said)}, f"{said.th}\n{said.en}")


def failed(texts: Texts, trouble: Trouble) -> Answer:
    """The answer that the world failed."""
    said = texts.trouble(trouble)
    return Answer(WORLD_FAILED, {"trouble": told(trouble.code, said)}, f"{said.th}\n{said.en}")


def bad_input(code: str, said: Both, body: Mapping[str, object] | None = None) -> Answer:
    """The answer that the input could not be used."""
    return Answer(BAD_USAGE, {**(body or {}), "refused": told(code, said)}, f"{said.th}\n{said.en}")


def unreadable(texts: Texts, name: str, error: Exception, body: Mapping[str, object] | None = None) -> Answer:
    """The answer that the file `name` could not be read, as `error` says."""
    detail = (error.strerror or type(error).__name__) if isinstance(error, OSError) else str(error)
    return bad_input("unreadable", texts.both("trouble.file_unreadable", path=name, detail=detail), body)


def not_understood(texts: Texts, usage: BadUsage) -> Answer:
    """The answer to a command line that is none."""
    said = texts.both(f"usage.{usage.why}", **usage.params)
    answer = bad_input(usage.code, said, {"usage": usage.usage} if usage.usage else None)
    return Answer(answer.status, answer.body, "\n".join(filter(None, (answer.text, usage.usage))))


def told(code: str, said: Both) -> dict[str, str]:
    """A code with its sentences."""
    return {"code": code, "th": said.th, "en": said.en}


def show(answer: Answer, *, as_json: bool, out: Out, err: TextIO | None = None) -> None:
    """Print `answer`: one JSON object a line, or its text (what did not work goes to standard error).

    Raises OutputLost.
    """
    if as_json:
        if answer.body is not None:
            out.write(f"{import_module('json').dumps(answer.body, ensure_ascii=False)}\n")
    elif answer.text:
        stream = out if answer.status == DONE else Out(err or sys.stderr)
        stream.write(answer.text + "\n")
