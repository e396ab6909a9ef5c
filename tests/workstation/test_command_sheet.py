"""The secret behind command barcodes: one a workstation, whoever is first, and in the open nowhere."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

from officer_app.core.commands import Command, CommandRules, Verb
from officer_app.core.refusals import Refusal
from officer_app.workstation.command_sheet import SECRET, CommandSheet
from tests.fakes import CE_1, NOW, desk

RULES = CommandRules()


def sheet(folder: Path, stack: ExitStack, now: list[datetime], name: str = "CE-1") -> CommandSheet:
    station = replace(CE_1, name=name)
    return CommandSheet(stack.enter_context(desk(folder, station)).journal, lambda: now[0], RULES)


def codes(made: CommandSheet) -> dict[Verb, str]:
    return {row.verb: row.code for row in made.rows()}


def why(answer: Command | Refusal) -> str:
    return answer.code if isinstance(answer, Refusal) else ""


def test_programs_that_are_first_at_the_same_time_share_one_secret(tmp_path: Path) -> None:
    now = [NOW]
    with ExitStack() as stack:
        sheets = [sheet(tmp_path / "home", stack, now) for _ in range(4)]
        together = Barrier(len(sheets))

        def print_sheet(made: CommandSheet) -> dict[Verb, str]:
            together.wait()
            return codes(made)

        with ThreadPoolExecutor(len(sheets)) as pool:
            printed = list(pool.map(print_sheet, sheets))
        assert all(each == printed[0] for each in printed)
        assert all(why(made.read(printed[0][Verb.STAMP_GREEN])) == "" for made in sheets)


def test_a_code_is_worth_something_at_its_own_workstation_in_its_own_shift_alone(tmp_path: Path) -> None:
    now = [NOW]
    with ExitStack() as stack:
        here = sheet(tmp_path / "here", stack, now)
        other = sheet(tmp_path / "other", stack, now, "CE-2")
        code = codes(here)[Verb.STAMP_GREEN]
        assert isinstance(here.read(code), Command)
        assert why(other.read(code)) == "command_foreign"
        now[0] += timedelta(hours=12)
        assert why(here.read(code)) == "command_stale"
        now[0] -= timedelta(hours=12)
        here.replace()
        assert why(here.read(code)) == "command_replaced"


def test_the_secret_lies_in_the_encrypted_journal_and_in_no_code(tmp_path: Path) -> None:
    with ExitStack() as stack:
        opened = stack.enter_context(desk(tmp_path / "home"))
        made = CommandSheet(opened.journal, lambda: NOW, RULES)
        printed = "".join(codes(made).values())
        secret = opened.journal.value(SECRET)
    assert len(bytes.fromhex(secret)) == 32
    assert secret not in printed.lower()
    for file in tmp_path.rglob("*"):
        data = file.read_bytes() if file.is_file() else b""
        assert secret.encode() not in data
        assert bytes.fromhex(secret) not in data
