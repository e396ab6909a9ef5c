"""The role matrix: the program's tables against the one that people wrote down, cell by cell and desk by desk."""

import pytest

from officer_app.core.acts import ActKind
from officer_app.core.roles import ACT_ROLES, CASE_ROLES, DESKS, ROLES, SECOND_ROLES, STAMP_ROLES
from tests.role_table import ACTS, BY_NOBODY, EVERY_DESK, ORDER, SECONDS, TRANSIT_CASES, roles_of

WRITTEN = roles_of(ACTS)
SAID = {**{str(kind): roles for kind, roles in ACT_ROLES.items()}, **{f"stamp {k}": r for k, r in STAMP_ROLES.items()}}


def test_every_role_every_desk_and_every_kind_of_act_stands_in_the_table() -> None:
    assert ORDER == ROLES
    assert EVERY_DESK == DESKS
    kinds = {name.split()[0] for name in WRITTEN}
    assert kinds | BY_NOBODY == {str(kind) for kind in ActKind}
    assert kinds & BY_NOBODY == set()
    assert {str(kind) for kind in {*ActKind} - {*ACT_ROLES, ActKind.STAMP}} == BY_NOBODY


@pytest.mark.parametrize("role", ORDER)
def test_a_role_may_do_what_the_table_says_and_nothing_else(role: str) -> None:
    may = {what for what, roles in SAID.items() if role in roles}
    assert may == {what for what, roles in WRITTEN.items() if role in roles}


def test_the_program_knows_no_act_that_the_table_does_not() -> None:
    assert set(SAID) == set(WRITTEN)


def test_the_second_officer_and_a_transit_case_have_tables_of_their_own() -> None:
    assert {str(kind): roles for kind, roles in SECOND_ROLES.items()} == roles_of(SECONDS)
    assert {str(kind): roles for kind, roles in CASE_ROLES.items()} == roles_of(TRANSIT_CASES)


def test_the_administrator_records_nothing_and_approves_nothing() -> None:
    for table in (ACTS, SECONDS, TRANSIT_CASES):
        assert all("administrator" not in roles for roles in roles_of(table).values())
