"""Transit is possible only where a row in force says so."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from officer_app.core.agreements import Agreement, Crossing, NoAgreement, OverdueEnd, agreement_for

LAO = Agreement(
    name_th="ไทย-ลาว",
    name_en="Thai-Lao road",
    country="LA",
    mode="road",
    entry_offices=("4901", "2901"),
    exit_offices=("*",),
    days=90,
    overdue=OverdueEnd.LEFTOVER,
    classes=("1",),
    legal_basis="37/2558",
    since=date(2015, 3, 3),
)
OTHER = replace(LAO, name_en="other", country="*", mode="*", days=30, until=date(2017, 11, 12), classes=("2.3",))
HERE = Crossing("LA", "road", "4901", "2901", date(2026, 11, 21))


def test_a_row_that_fits_allows() -> None:
    assert agreement_for([OTHER, LAO], HERE) is LAO


@pytest.mark.parametrize(
    ("crossing", "why"),
    [
        (replace(HERE, country="MM"), "country"),
        (replace(HERE, mode="rail"), "mode"),
        (replace(HERE, entry_office="2801"), "entry_office"),
        (replace(HERE, entered=date(2015, 3, 2)), "date"),
    ],
)
def test_what_no_row_allows_names_the_first_thing_that_does_not_fit(crossing: Crossing, why: str) -> None:
    found = agreement_for([LAO], crossing)

    assert isinstance(found, NoAgreement)
    assert found.why == why
    assert found.nearest == (None if why == "country" else LAO)


def test_an_office_that_is_not_named_is_no_exit() -> None:
    found = agreement_for([replace(LAO, exit_offices=("2901",))], replace(HERE, exit_office="3101"))

    assert isinstance(found, NoAgreement)
    assert found.why == "exit_office"


def test_a_row_ends_with_its_last_day() -> None:
    elsewhere = replace(HERE, country="SG", mode="sea")

    assert agreement_for([LAO, OTHER], replace(elsewhere, entered=date(2017, 11, 12))) is OTHER
    over = agreement_for([LAO, OTHER], replace(elsewhere, entered=date(2017, 11, 13)))
    assert over == NoAgreement("date", OTHER)


def test_the_row_that_names_the_country_goes_before_the_one_for_all_and_a_newer_before_an_older() -> None:
    newer = replace(LAO, since=date(2020, 1, 1), days=60)
    all_of_them = replace(OTHER, until=None, since=date(2022, 1, 1))

    assert agreement_for([all_of_them, LAO, newer], HERE) is newer


@pytest.mark.parametrize(
    "change",
    [
        {"days": 0},
        {"until": date(2015, 3, 2)},
        {"legal_basis": " "},
        {"entry_offices": ()},
        {"classes": ()},
    ],
)
def test_a_row_that_cannot_be_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"Thai-Lao|lacks"):
        replace(LAO, **change)
