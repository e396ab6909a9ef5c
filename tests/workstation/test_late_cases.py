"""The overdue list names the journal's own cases, with what becomes of their goods, and it prints."""

from pathlib import Path

from officer_app.core.buddhist import bangkok_day
from officer_app.print.forms import Forms
from officer_app.texts import Texts
from officer_app.usecases.transit_ends import mark_overdue
from officer_app.workstation.late_cases import late_cases
from officer_app.workstation.paper_records import Gathered
from officer_app.workstation.paper_registers import Registers
from officer_app.workstation.paper_words import ActWords
from tests.fakes import desk
from tests.usecases.transit_cases import CLERK, MS_1, at_desk, closed, done, put_guarantees, signed, under_way

OVERRIDE = "ด่านได้รับหนังสือกรมศุลกากรให้ผ่านได้"
DAY = 86_400
FORMS = Forms(Path("resources/forms"))
WORDS = ActWords(Texts.at_need(Path("resources/texts")), FORMS)


def test_cases_past_their_last_day_are_on_the_list_and_no_others(tmp_path: Path) -> None:
    with desk(tmp_path, MS_1) as opened:
        made = at_desk(opened)
        put_guarantees(made)
        closed(made)
        lao = under_way(made)
        other = signed(made, "2.1", OVERRIDE, destination_code="SG", transit_mode="sea", office_exit_code="2801")
        assert late_cases(opened.journal, bangkok_day(opened.clock[0])) == []
        opened.later(91 * DAY)
        done(mark_overdue(made, CLERK, lao))
        rows = late_cases(opened.journal, bangkok_day(opened.clock[0]))
        register = Registers(made.counter, dict, WORDS).of("overdue-list", "", "prasit")

    told = [(row["line"], row["decl_no"], row["days_over"], row["consequence"]) for row in rows]
    assert told == [(1, other, 61, "state"), (2, "A0122991100002", 1, "leftover")]
    assert isinstance(register, Gathered)
    assert register.data["cases_total"] == len(rows)
    assert Forms(Path("resources/forms")).render("overdue-list", register.data).pages == 1
    assert lao.endswith("2")
