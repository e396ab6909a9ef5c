"""The program as a process of its own: how it is started, what it said, and what it must never say."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from tests.cli import at_time
from tests.cli.forking import fork_and_run

PROGRAM = (sys.executable, "-m", "officer_app")
INSTALLED = (str(Path(sys.executable).with_name("officer-app")),)
PASSWORD = "ก-Correct-horse-9"
"""With a Thai letter: whoever handles it as bytes of another kind is found out."""
PATIENCE_S = 60
WHOLE = bool(os.environ.get("OFFICER_APP_WHOLE_PROCESSES"))
"""Asks for whole processes only: slower, and the same."""
Body = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What a process answered."""

    status: int
    out: str
    err: str

    @property
    def body(self) -> Body:
        """The one JSON object it answered."""
        (line,) = self.out.splitlines()
        body = json.loads(line)
        assert isinstance(body, dict)
        return body

    @property
    def lines(self) -> list[Body]:
        """One JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def code(self) -> str:
        """The code of the refusal, of the trouble or of the error."""
        told = next(self.body[key] for key in ("refused", "error", "trouble") if isinstance(self.body.get(key), dict))
        # In both languages, each its own.
        assert told["th"] != told["en"]
        assert any("\u0e00" <= letter <= "\u0e7f" for letter in told["th"])
        assert "{" not in told["th"] + told["en"]
        return str(told["code"])


def run(
    *words: str | Path,
    program: Sequence[str] = PROGRAM,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
    whole: bool = False,
    **options: Any,
) -> Said:
    """Run the program to its end; `env` comes on top of the environment. It must not show a traceback or a password.

    A whole process where `whole`, another program or options of Popen ask for it; else a fork (see forking.py).
    """
    texts = [str(word) for word in words]
    everything = {**os.environ, **(env or {})}
    plain = program is PROGRAM
    if (WHOLE or whole) and plain and at_time.AHEAD in everything:
        program = at_time.PROGRAM
    with ExitStack() as files:
        streams = [files.enter_context(TemporaryFile()) for _ in range(3)]
        streams[0].write(stdin)
        streams[0].seek(0)
        if WHOLE or whole or options or not plain:
            options |= {"stdin": streams[0], "stdout": streams[1], "stderr": streams[2]}
            ended = subprocess.run([*program, *texts], env=everything, timeout=PATIENCE_S, check=False, **options)
            status = ended.returncode
        else:
            status = fork_and_run(texts, everything, streams)
        for stream in streams:
            stream.seek(0)
        said = Said(status, streams[1].read().decode(), streams[2].read().decode())
    check_manners(said.out + said.err)
    if "--json" in words and plain:
        assert said.err == ""
    return said


def run_all(*commands: Sequence[str | Path], env: Mapping[str, str] | None = None) -> list[Said]:
    """Run commands two at a time, as processes that run beside each other; the answers in their order."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(lambda words: run(*words, env=env), commands))


def check_manners(text: str) -> None:
    """Nothing a person could not use, nothing secret."""
    assert "Traceback" not in text
    assert PASSWORD not in text
