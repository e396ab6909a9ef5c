"""What fell back behind what it knew: a mirror after a power cut, a journal out of a backup, and what they may do."""

from dataclasses import replace
from pathlib import Path

from officer_app.store.mirror import SqliteMirror
from officer_app.usecases.confirm_release import Released, confirm_release
from officer_app.usecases.sync_once import sync_once
from tests.fakes import CHECKER, FILE_KEY, NUMBER, OTHER, permit, record
from tests.usecases.conftest import Town, even


def test_a_mirror_that_fell_back_behind_a_new_epoch_grants_nothing_and_is_fed_anew(ready: Town, tmp_path: Path) -> None:
    ready.centre.set_authority("CP-1", "workstation", "CP-1a")
    even(ready)
    old = SqliteMirror(tmp_path / "old.db", FILE_KEY)
    sync_once(ready.cp.journal, old, ready.cp_line)
    ready.centre.restored()
    even(ready)
    even(ready)
    # The power is cut: what the mirror wrote last is gone, what the journal wrote is there.
    counter = replace(ready.cp.counter, mirror=old)
    assert getattr(confirm_release(counter, CHECKER, NUMBER), "code", "") == "centre_recovering"
    ready.centre.load([record(permit(OTHER))])
    assert sync_once(ready.cp.journal, old, ready.cp_line, full=True).digest_equal
    assert old.records_cursor() == ready.cp_line.pull_records(0, 99)[-1].feed_seq
    assert isinstance(confirm_release(counter, CHECKER, NUMBER), Released)
    old.close()
