"""Runs one server and outlives nobody: it stops the server when the pipe from its parent closes.

Started by path in a bare interpreter (officer_app/central/embedded.py), so it stands on the standard library alone.
"""

import json
import os
import signal
import subprocess
import sys
import threading

FAST_S = 20
IMMEDIATE_S = 5


def main(plan_text: str) -> int:
    """Run the program of the plan (JSON: argv, fds and, for root, user and group) until it ends or our input does."""
    plan = json.loads(plan_text)
    account = {"user": plan["user"], "group": plan["group"], "extra_groups": []} if "user" in plan else {}
    server = subprocess.Popen(plan["argv"], stdin=subprocess.DEVNULL, cwd="/", pass_fds=plan["fds"], **account)
    signal.signal(signal.SIGTERM, lambda *_: _stop(server))
    threading.Thread(target=_stop_at_end_of_input, args=(server,), daemon=True).start()
    return server.wait()


def _stop_at_end_of_input(server: "subprocess.Popen[bytes]") -> None:
    while os.read(0, 1024):
        pass
    _stop(server)
    # A server that will not end in time is told again, harder; what it had acknowledged is in its log all the same.
    for wait_s, harder in ((FAST_S, signal.SIGQUIT), (IMMEDIATE_S, signal.SIGKILL)):
        try:
            server.wait(wait_s)
        except subprocess.TimeoutExpired:
            server.send_signal(harder)


def _stop(server: "subprocess.Popen[bytes]") -> None:
    # PostgreSQL's fast shutdown: sessions are ended, everything is written.
    server.send_signal(signal.SIGINT)


if __name__ == "__main__":
    sys.exit(abs(main(sys.argv[1])))
