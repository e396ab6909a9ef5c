"""What is folded from acts of some kinds is folded once, and anew as soon as there is one more, whoever recorded it."""

from pathlib import Path

from officer_app.core.acts import ActKind
from officer_app.workstation.remembered import Remembered
from tests.fakes import CE_1, desk
from tests.store.conftest import put


def test_it_is_folded_again_only_when_there_are_more_acts_of_its_kinds(tmp_path: Path) -> None:
    with desk(tmp_path, CE_1) as here, desk(tmp_path, CE_1) as another_program:
        folded: list[int] = []

        def fold() -> list[str]:
            folded.append(1)
            return [act.act_id for act in here.journal.acts_of_kind(ActKind.HOLD)]

        holds = Remembered(here.journal, [ActKind.HOLD, ActKind.UNHOLD], fold)
        assert (holds.get(), holds.get(), len(folded)) == ([], [], 1)
        put(here.journal, "a", ActKind.HOLD)
        put(another_program.journal, "b", ActKind.HOLD)
        assert (holds.get(), len(folded)) == (["a", "b"], 2)
        put(here.journal, "c", ActKind.PRESENT)
        assert (holds.get(), len(folded)) == (["a", "b"], 2)
        put(here.journal, "d", ActKind.UNHOLD)
        assert (holds.get("another root"), holds.get("another root"), len(folded)) == (["a", "b"], ["a", "b"], 3)
        assert (holds.get("no root"), len(folded)) == (["a", "b"], 4)
