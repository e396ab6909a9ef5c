"""Runs the program in forks of one interpreter that has loaded it: a process of its own each, without the loading.

A fork has its own environment, streams and exit status, and runs the program's own entry. What is about the
interpreter's start or end, the process list or signals is tested with a whole process (`running.run(..., whole=True)`).
New passwords cost the least in a fork, and what is shipped in a whole process.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from officer_app.security.passwords import FOR_TESTS, STANDARD
from tests.cli.at_time import turn

LARGEST_REQUEST = 100_000
LOADED = ("acts", "central", "centre", "officers", "papers", "records", "scan", "station", "upkeep", "verify")


def fork_and_run(words: Sequence[str], env: Mapping[str, str], streams: Sequence[BinaryIO]) -> int:
    """Run the program with `words` on three open files; its exit status. Raises AssertionError where it had none."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as answer:
        request = json.dumps({"words": words, "env": dict(env), "cwd": str(Path.cwd())}).encode()
        socket.send_fds(_server(), [request], [*(stream.fileno() for stream in streams), writing])
        os.close(writing)
        status = answer.read()
    assert status, "the program ended without an exit status"
    return int(status)


@cache
def _server() -> socket.socket:
    """The way to the interpreter that forks; it ends when this process does."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    words = [sys.executable, "-m", "tests.cli.forking", str(its.fileno())]
    process = subprocess.Popen(words, cwd=Path(__file__).parents[2], pass_fds=[its.fileno()])
    its.close()

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


def serve(requests: socket.socket) -> None:
    """Fork for each request until nobody is left to ask."""
    main = import_module("officer_app.__main__")
    for name in LOADED:
        import_module(f"officer_app.cli.{name}")
    # Papers are tried at each consideration: the press is a third of a second of loading.
    import_module("officer_app.print.render")
    cheapen()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks: they answer themselves
    while True:
        request, descriptors, _, _ = socket.recv_fds(requests, LARGEST_REQUEST, 4)
        if not request:
            return
        if os.fork() == 0:
            requests.close()
            _become(json.loads(request), descriptors)
            os.write(descriptors[3], str(_status_of(main.main)).encode())
            os._exit(0)
        for descriptor in descriptors:
            os.close(descriptor)


def cheapen() -> None:
    """Let the forks hash and wrap as cheaply as tests do: a quarter of a second each is most of what they would take.

    Each hash names its own cost, so that one made by a whole process is checked as it was made.
    """
    for name, least in vars(FOR_TESTS).items():
        object.__setattr__(STANDARD, name, least)


def _become(request: Mapping[str, object], descriptors: Sequence[int]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number in range(3):
        os.dup2(descriptors[number], number)
    os.chdir(str(request["cwd"]))
    env, words = request["env"], request["words"]
    assert isinstance(env, dict)
    assert isinstance(words, list)
    os.environ.clear()
    os.environ.update(env)
    turn(env)
    sys.argv = ["officer-app", *words]


def _status_of(main: object) -> int:
    assert callable(main)
    try:
        return int(main())
    except SystemExit as ended:
        return int(ended.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as requests:
        serve(requests)
