"""A case is found by the declaration it was keyed under: from a table, kept with each act and rebuilt from all."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import text

from officer_app.core.acts import Act
from officer_app.core.transit_numbers import Use
from officer_app.usecases.transit_arrival import Arrival, arrive
from officer_app.usecases.transit_back import annul_step
from officer_app.usecases.transit_intake import Filing, receive
from officer_app.usecases.transit_journey import case_of, key
from tests.fakes import SUPERVISOR, desk, exchange
from tests.usecases.transit_cases import (
    CLERK,
    EXIT_CLERK,
    MS_1,
    MS_2,
    SIGNER,
    at_desk,
    at_exit,
    done,
    put_guarantees,
    refused,
    signed,
    under_way,
)

NUMBER, OTHER = "A0122991100071", "A0122991100072"


def test_every_case_ever_keyed_under_a_declaration_is_found_though_what_was_annulled_frees_it(tmp_path: Path) -> None:
    with desk(tmp_path / "ms", MS_1) as place:
        made = at_desk(place)
        put_guarantees(made)
        one, two = signed(made), signed(made)
        done(key(made, CLERK, one, NUMBER))
        assert place.journal.cases_under(NUMBER) == [one]
        done(annul_step(made, CLERK, SUPERVISOR, one, "เลขผิด"))
        place.later(60)
        done(key(made, CLERK, two, NUMBER))
        done(key(made, CLERK, one, OTHER))
        found = [place.journal.cases_under(number) for number in (NUMBER, OTHER, "A0122991100073")]
        assert found == [[two, one], [one], []]
        place.journal.rebuild()
        assert [place.journal.cases_under(number) for number in (NUMBER, OTHER, "A0122991100073")] == found


def test_two_workstations_that_keyed_one_declaration_are_both_told_alike_everywhere(tmp_path: Path) -> None:
    with desk(tmp_path / "1", MS_1) as here, desk(tmp_path / "2", MS_2) as there:
        cases = []
        for place in (here, there):
            made = at_desk(place)
            put_guarantees(made)
            cases.append(signed(made))
            place.later(60)
            done(key(made, CLERK, cases[-1], NUMBER))
            there.later(60)
        exchange(here.journal, there.journal)
        exchange(there.journal, here.journal)

        assert here.journal.cases_under(NUMBER) == there.journal.cases_under(NUMBER) == cases[::-1]
        assert case_of(here.counter, NUMBER) == cases[1]


class OneCaseOnly:
    """A journal that gives nobody all acts of a kind: what needs them grows with the years."""

    def __init__(self, journal: Any) -> None:
        self._journal = journal

    def __getattr__(self, name: str) -> Any:
        assert name != "acts_of_kind"
        return getattr(self._journal, name)


def test_a_signature_reads_no_other_signatures_and_the_numbers_are_rebuilt_alike(
    tmp_path: Path, monkeypatch: Any
) -> None:
    with desk(tmp_path / "ms", MS_1) as place:
        made = at_desk(place)
        put_guarantees(made)
        first = signed(made)
        asked: list[str] = []
        of_kind = place.journal.acts_of_kind

        def remembered(kind: str) -> list[Act]:
            asked.append(kind)
            return of_kind(kind)

        monkeypatch.setattr(place.journal, "acts_of_kind", remembered)
        second = signed(made)
        assert set(asked) <= {"numbers_given", "numbers_returned"}
        done(annul_step(made, SIGNER, SUPERVISOR, second, "เลขผิด"))
        written = place.journal.numbers_written("4901/2569")
        assert written == [Use(1, first, "MS-1"), Use(2, second, "MS-1", annulled=True)]
        place.journal.rebuild()
        assert place.journal.numbers_written("4901/2569") == written


def test_a_scan_a_filing_and_a_keying_read_no_acts_of_other_cases(tmp_path: Path) -> None:
    with desk(tmp_path / "ms", MS_1) as place:
        made = at_desk(place)
        put_guarantees(made)
        case, other = under_way(made), signed(made)
        declaration = place.journal.transit_state(case).fact("declaration_no")
        made = replace(made, counter=replace(made.counter, journal=OneCaseOnly(place.journal)))

        assert refused(key(made, CLERK, other, declaration)) == "transit_declaration_taken"
        assert refused(receive(made, CLERK, declaration, Filing("บริษัท อื่น จำกัด", "1"))) == "transit_declaration_taken"
        done(arrive(at_exit(made, case), EXIT_CLERK, declaration, Arrival(("MST00001A", "MST00001B"))))
        query = (
            "EXPLAIN QUERY PLAN SELECT number FROM transit_named WHERE declaration = 'x' ORDER BY keyed DESC, at DESC"
        )
        with place.journal.reading() as connection:
            plan = " ".join(str(row[3]) for row in connection.execute(text(query)))
        assert "SEARCH transit_named USING PRIMARY KEY (declaration=?)" in plan
