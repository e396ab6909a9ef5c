"""Roles: every act has its roles, every role is known, and a name is one name however it is spelt."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.acts import ActKind
from officer_app.core.export import Outcome
from officer_app.core.roles import ACT_ROLES, CASE_ROLES, DESKS, ROLES, STAMP_ROLES, name_key
from officer_app.core.rules import STAMP_TEXTS, Rules

ASK_NO_ROLE = {
    *(ActKind.STATION_OPENED, ActKind.KEY_REGISTERED, ActKind.KEY_CERTIFIED, ActKind.KEY_REVOKED),
    *(ActKind.HEADS_WITNESSED, ActKind.NUMBERS_GIVEN, ActKind.NUMBERS_RETURNED),
    *(ActKind.SIGNED_IN, ActKind.SIGNED_OUT, ActKind.SHIFT_BEGUN, ActKind.SHIFT_ENDED, ActKind.SIGNER_FAILED),
}


def test_every_act_of_an_officer_has_its_roles() -> None:
    assert set(ACT_ROLES) == set(ActKind) - ASK_NO_ROLE - {ActKind.STAMP}
    assert set(STAMP_ROLES) == set(Outcome)


def test_a_transit_case_is_for_those_of_transit() -> None:
    assert all("transit" in roles or roles == {"supervisor"} for roles in CASE_ROLES.values())
    assert ACT_ROLES[ActKind.TRANSIT_SIGN] == {"signer"}


def test_every_role_of_a_table_is_a_role() -> None:
    named = set().union(*ACT_ROLES.values(), *STAMP_ROLES.values())
    assert named <= set(ROLES)
    assert all(ACT_ROLES.values())
    assert set(DESKS) <= set(ROLES)


def test_nobody_who_only_checks_may_stamp_and_nobody_who_only_inspects_may_release() -> None:
    assert "checking_post" not in set().union(*STAMP_ROLES.values())
    assert ACT_ROLES[ActKind.RELEASE] == {"checking_post"}
    assert "administrator" not in set().union(*ACT_ROLES.values(), *STAMP_ROLES.values())


def test_the_stamps_say_what_the_brief_says() -> None:
    assert dict(STAMP_TEXTS) == {"green": "Status 0309", "red": "Status 0309", "xray": "X-Ray"}
    assert Rules().stamp_texts[Outcome.XRAY] == "X-Ray"


@given(st.text())
def test_the_key_of_a_key_is_itself(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(st.text(st.characters(codec="utf-8")))
def test_case_width_and_blanks_make_no_other_name(name: str) -> None:
    for spelt in (name.casefold(), f" {name}\t", unicodedata.normalize("NFD", name), "\u00a0".join(name.split(" "))):
        assert name_key(spelt) == name_key(name)


@pytest.mark.parametrize(("one", "two"), [("somchai", "somchay"), ("สมชาย", "สมชัย"), ("a", "ab"), ("", "a")])
def test_other_names_stay_others(one: str, two: str) -> None:
    assert name_key(one) != name_key(two)
