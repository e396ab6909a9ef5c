"""One declaration, one case: what two officers took back frees its number for the right case, and stays to be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from officer_app.core.acts import ActKind
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase
from officer_app.usecases.transit_back import annul_step
from officer_app.usecases.transit_declarations import cases_standing_under
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_doubts import doubts
from officer_app.usecases.transit_intake import Filing, receive
from officer_app.usecases.transit_journey import case_of, key
from tests.fakes import SUPERVISOR
from tests.usecases.transit_cases import (
    CLERK,
    done,
    received,
    refused,
    signed,
    under_way,
)
from tests.usecases.two_transit_desks import Town, town_in

NUMBER, ITS_OWN = "A0122991100081", "A0122991100082"
WRONG = "ป้อนเลขที่ผิดเรื่อง"
OTHER = Filing("บริษัท อื่น จำกัด", "1")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with town_in(tmp_path) as made:
        yield made


def annulled(made: TransitDesk, case: str, reason: str = WRONG) -> None:
    done(annul_step(made, CLERK, SUPERVISOR, case, reason))


def test_a_number_keyed_on_the_wrong_case_is_keyed_on_the_right_one_once_it_was_annulled(town: Town) -> None:
    made = town.first
    wrong, right = signed(made), signed(made)
    done(key(made, CLERK, wrong, NUMBER))
    against = key(made, CLERK, right, NUMBER)
    assert isinstance(against, Refusal)
    assert (against.code, against.params) == ("transit_declaration_taken", {"number": NUMBER, "case": wrong})
    annulled(made, wrong)
    assert (cases_standing_under(town.one.journal, NUMBER), case_of(town.one.counter, NUMBER)) == ([], wrong)
    done(key(made, CLERK, right, NUMBER))

    # What was done stays: the keying, who took it back and why.
    kinds = [act.kind for act in made.acts_on(wrong)][-2:]
    assert kinds == [ActKind.TRANSIT_KEY, ActKind.ANNUL]
    assert made.acts_on(wrong)[-1].text("reason") == WRONG
    assert refused(key(made, CLERK, wrong, NUMBER)) == "transit_declaration_taken"
    town.later(60)
    town.meet()
    for place in (town.one, town.two):
        place.journal.rebuild()
        assert cases_standing_under(place.journal, NUMBER) == [right]
        assert case_of(place.counter, NUMBER) == right
    assert town.told("declaration_keyed_twice") == []
    assert doubts(town.second, right).keyed_also == doubts(town.second, wrong).keyed_also == ()


def test_two_numbers_that_were_keyed_crosswise_are_put_right(town: Town) -> None:
    made = town.first
    one, two = signed(made), signed(made)
    done(key(made, CLERK, one, NUMBER))
    done(key(made, CLERK, two, ITS_OWN))
    for case in (one, two):
        annulled(made, case)
    done(key(made, CLERK, one, ITS_OWN))
    done(key(made, CLERK, two, NUMBER))
    assert [case_of(made.counter, number) for number in (ITS_OWN, NUMBER)] == [one, two]
    town.meet()
    assert town.told("declaration_keyed_twice") == []


def test_of_two_cases_keyed_apart_the_one_that_was_not_taken_back_is_meant(town: Town) -> None:
    right, wrong = signed(town.first), signed(town.second)
    done(key(town.first, CLERK, right, NUMBER))
    town.later(60)
    done(key(town.second, CLERK, wrong, NUMBER))
    town.meet()
    assert town.told("declaration_keyed_twice") == [(True, f"{right}, {wrong}")]
    annulled(town.second, wrong)
    town.meet()

    # That settled it, and it stays on record; a scan means the right case, though the wrong one was keyed later.
    assert town.told("declaration_keyed_twice") == [(False, f"{right}, {wrong}")]
    assert [case_of(place.counter, NUMBER) for place in (town.one, town.two)] == [right, right]


def test_who_had_freed_a_number_before_another_keyed_it_unheard_is_in_no_doubt(town: Town) -> None:
    wrong, right = signed(town.first), signed(town.second)
    done(key(town.first, CLERK, wrong, NUMBER))
    annulled(town.first, wrong)
    town.later(60)
    done(key(town.second, CLERK, right, NUMBER))
    town.meet()
    assert town.told("declaration_keyed_twice") == []
    assert refused(key(town.first, CLERK, wrong, NUMBER)) == "transit_declaration_taken"


def test_a_freed_number_that_two_take_at_once_is_in_doubt_once(town: Town) -> None:
    wrong, mine, thine = signed(town.first), signed(town.first), signed(town.second)
    done(key(town.first, CLERK, wrong, NUMBER))
    annulled(town.first, wrong)
    town.meet()
    town.later(60)
    done(key(town.first, CLERK, mine, NUMBER))
    town.later(60)
    done(key(town.second, CLERK, thine, NUMBER))
    town.meet()
    assert town.told("declaration_keyed_twice") == [(True, f"{mine}, {thine}")]
    assert doubts(town.first, mine).keyed_also == (thine,)


def test_an_annulled_filing_frees_its_number_and_may_be_filed_again(town: Town) -> None:
    made = town.first
    case, number = signed(made), received(made, number=NUMBER)
    assert refused(key(made, CLERK, case, number)) == "transit_declaration_taken"
    annulled(made, number)
    assert made.counter.journal.transit_state(number).phase is Phase.NEW
    done(key(made, CLERK, case, number))
    assert refused(receive(made, CLERK, number, OTHER)) == "transit_declaration_taken"
    assert case_of(made.counter, number) == case
    annulled(made, case)
    assert done(receive(made, CLERK, number, OTHER)).act.subject.number == number
    assert case_of(made.counter, number) == number
    assert refused(key(made, CLERK, case, number)) == "transit_declaration_taken"


def test_a_declaration_filed_here_and_keyed_for_a_case_there_is_told_with_both_until_one_is_taken_back(
    town: Town,
) -> None:
    filed = received(town.first, number=NUMBER)
    town.later(60)
    case = signed(town.second)
    done(key(town.second, CLERK, case, NUMBER))
    town.meet()
    assert town.told("declaration_keyed_twice") == [(True, f"{filed}, {case}")]
    for made in (town.first, town.second):
        assert [doubts(made, each).keyed_also for each in (filed, case)] == [(case,), (filed,)]
    annulled(town.second, case)
    town.meet()
    assert town.told("declaration_keyed_twice") == [(False, f"{filed}, {case}")]
    assert doubts(town.first, filed).keyed_also == ()


def test_a_case_that_went_on_keeps_its_number(town: Town) -> None:
    gone = under_way(town.first)
    number = town.one.journal.transit_state(gone).fact("declaration_no")
    other = signed(town.first)
    for step in ("ออกเดินทาง", "ส่งมอบ"):
        annulled(town.first, gone, f"{WRONG} {step}")
        assert refused(key(town.first, CLERK, other, number)) == "transit_declaration_taken"
    annulled(town.first, gone)
    done(key(town.first, CLERK, other, number))
