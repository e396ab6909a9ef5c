"""Where a password comes from, and where it must never be seen."""

import os
import select
import struct
import subprocess
import sys
from pathlib import Path

from officer_app.paths import Home
from officer_app.security import file_key
from officer_app.workstation.opening import open_workstation
from tests.cli.running import PASSWORD, PATIENCE_S, PROGRAM, check_manners, run

ACTING = {"OFFICER_APP_PASSWORD": PASSWORD}
WRONG = {"OFFICER_APP_PASSWORD": "not-this-one"}


def stamp(home: Path, *more: str) -> tuple[str, ...]:
    return ("stamp", "A0021991100001", "--outcome", "green", "--officer", "somchai", "--home", str(home), *more)


def test_a_person_is_asked_on_the_terminal_and_nothing_is_echoed(home: Path) -> None:
    shown, status = on_a_terminal(stamp(home, "--json"), "Password of somchai: ", f"{PASSWORD}\n")
    assert status == 0, shown
    assert '"recorded": true' in shown
    assert "รหัสผ่านของ somchai" in shown
    check_manners(shown)


def test_the_end_of_input_at_the_prompt_records_nothing(home: Path) -> None:
    shown, status = on_a_terminal(stamp(home), "Password of somchai: ", "\x04")
    assert status == 1
    assert "An officer and a password are needed" in shown


def test_a_new_officer_s_password_comes_the_same_ways(home: Path) -> None:
    words = ("officers", "add", "wanida", "--roles", "transit", "--home", str(home))
    shown, status = on_a_terminal(words, "New password of wanida: ", "short-but-hers\n")
    assert status == 0, shown
    assert "short-but-hers" not in shown
    asked = run(*words, "--json")
    assert (asked.status, asked.code) == (1, "password_empty")


def test_a_descriptor_hands_it_over_and_goes_before_the_environment(home: Path) -> None:
    said = run(*stamp(home, "--json", "--password-fd", "0"), stdin=f"{PASSWORD}\nmore\n".encode(), env=WRONG)
    assert (said.status, said.body["recorded"]) == (0, True)


def test_without_officer_or_password_nothing_is_recorded(home: Path) -> None:
    nobody = run("stamp", "A0021991100001", "--outcome", "green", "--home", home, "--json", env=ACTING)
    assert (nobody.status, nobody.code) == (1, "officer_needed")
    silent = run(*stamp(home, "--json"))
    assert (silent.status, silent.code, silent.body["recorded"]) == (1, "officer_needed", False)
    two = ("annul", "A0021991100001", "--reason", "x", "--officer", "somchai", "--second", "malee")
    second = run(*two, "--home", home, "--json", env=ACTING)
    assert (second.status, second.code) == (1, "second_password_needed")
    assert "malee" in second.body["refused"]["en"]
    unknown = run(*stamp(home, "--json", "--officer", "nobody"), env=ACTING)
    assert (unknown.status, unknown.code) == (1, "wrong_password")


def test_wrong_passwords_lock_the_account_and_a_restart_does_not_help(home: Path) -> None:
    codes: list[str] = []
    while "locked" not in codes:
        assert len(codes) < 12
        said = run(*stamp(home, "--json"), env=WRONG)
        assert said.status == 1
        codes.append(said.code)
    assert set(codes[:-1]) == {"wrong_password"}
    right = run(*stamp(home, "--json"), env=ACTING)
    assert (right.status, right.code, right.body["recorded"]) == (1, "locked", False)
    assert "until" in right.body["refused"]["en"]


def test_an_administrator_s_lock_holds_until_it_is_lifted(home: Path) -> None:
    at = ("--home", str(home), "--json")
    assert run("officers", "lock", "somchai", *at).status == 0
    assert run(*stamp(home, "--json"), env=ACTING).code == "account_locked"
    assert run("officers", "unlock", "somchai", *at).status == 0
    assert run(*stamp(home, "--json"), env=ACTING).status == 0
    nobody = run("officers", "lock", "nobody", *at)
    assert (nobody.status, nobody.code) == (1, "unknown_officer")


def test_no_password_is_in_any_file_of_the_home_nor_in_the_process_list(home: Path) -> None:
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [*PROGRAM, *stamp(home, "--json", "--password-fd", str(reading))],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        pass_fds=[reading],
    )
    os.close(reading)
    listed = Path(f"/proc/{process.pid}/cmdline").read_bytes()
    with os.fdopen(writing, "wb") as way:
        way.write(PASSWORD.encode())
    out, _ = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    secrets = (PASSWORD.encode(), b"PRIVATE KEY", file_key.load(Home(home).file_key).hex().encode())
    everything = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    for secret in secrets:
        assert secret not in listed + out
        assert secret not in everything


TAKE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


def on_a_terminal(words: tuple[str, ...], prompt: str, typed: str) -> tuple[str, int]:
    """Run the program on a terminal of its own and answer its prompt; what the terminal showed, and the exit status."""
    ours, its = os.openpty()
    starter = [sys.executable, "-c", TAKE_TERMINAL, *PROGRAM, *words]
    process = subprocess.Popen(starter, stdin=its, stdout=its, stderr=its, start_new_session=True)
    os.close(its)
    shown = b""
    answered = False
    try:
        while select.select([ours], [], [], PATIENCE_S)[0]:
            try:
                shown += os.read(ours, 4096)
            except OSError:
                break  # Linux says so when the other end is closed.
            if not answered and prompt.encode() in shown:
                os.write(ours, typed.encode())
                answered = True
    finally:
        os.close(ours)
    assert answered, shown.decode()
    return shown.decode().replace("\r\n", "\n"), process.wait(PATIENCE_S)


def test_the_program_as_it_is_shipped_hashes_at_the_shipped_cost(tmp_path: Path) -> None:
    home = tmp_path / "home"
    run("station", "init", "--site", "CE", "--desk", "inspection", "--name", "CE-1", "--home", home)
    add = ("officers", "add", "somchai", "--roles", "inspection", "--home", home)
    assert run(*add, env=ACTING, whole=True).status == 0
    opened = open_workstation(home)
    try:
        (account,) = opened.officers.everyone()
    finally:
        opened.close()
    # RFC 9106 §4, second recommended option.
    assert account.password_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    # Four letters, version, algorithms; then passes, memory in KiB and lanes (keys.py).
    assert struct.unpack_from(">III", account.wrapped_key, 8) == (3, 65536, 4)
