"""Whatever is put into a form is printed as it is or refused by the field's name."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.print.data import fill, printable
from officer_app.print.errors import FormDataError
from officer_app.print.render import press
from officer_app.print.template import Field

LACKS = press(None).lacks
FIELDS = {
    "name": Field("ชื่อ", "Name", required=True, max=20),
    "address": Field("ที่อยู่", "Address", newlines=True),
    "outcome": Field("ผล", "Outcome", one_of=("green", "red")),
    "count": Field("จำนวน", "Count", "int", max=99),
    "weight": Field("น้ำหนัก", "Weight", "kg"),
    "price": Field("ราคา", "Price", "baht"),
    "day": Field("วันที่", "Day", "date_be"),
    "at": Field("เวลา", "At", "datetime_be"),
    "checked": Field("ตรวจ", "Checked", "flag"),
    "rows": Field("รายการ", "Rows", "rows", max=3, row={"line": Field("ที่", "No.", "int", required=True)}),
}
ANYTHING = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(),
        st.text(st.characters()),
        st.binary(),
        st.dates(),
        st.datetimes(),
        st.datetimes(timezones=st.just(UTC)),
    ),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=8,
)


def problems(data: dict[str, object]) -> list[tuple[str, str]]:
    """Code and field of everything that is refused."""
    with pytest.raises(FormDataError) as raised:
        fill(FIELDS, data, LACKS)
    return [(problem.code, problem.field) for problem in raised.value.problems]


def test_values_are_printed_as_customs_prints_them() -> None:
    data = {
        "name": "สมชาย",
        "count": 12,
        "weight": 1_234_567,
        "price": 123_450,
        "day": date(2056, 11, 21),
        "at": datetime(2056, 11, 21, 3, 29, 2, tzinfo=UTC),
        "checked": True,
        "rows": [{"line": 1}, {"line": 2}],
    }
    filled = fill(FIELDS, data, LACKS)
    assert filled.texts == {
        "name": "สมชาย",
        "address": "",
        "outcome": "",
        "count": "12",
        "weight": "1,234.567",
        "price": "1,234.50",
        "day": "21-11-2599",
        "at": "21-11-2599 10:29:02",
        "checked": "yes",
    }
    assert [dict(row.texts) for row in filled.rows["rows"]] == [{"line": "1"}, {"line": "2"}]


@pytest.mark.parametrize("value", ["2056-11-21", "2056-11-20T18:00:00+00:00", datetime(2056, 11, 20, 18, tzinfo=UTC)])
def test_a_day_may_come_as_text_and_is_the_day_in_bangkok(value: object) -> None:
    assert fill(FIELDS, {"name": "x", "day": value}, LACKS).texts["day"] == "21-11-2599"


@pytest.mark.parametrize(
    ("extra", "code", "field"),
    [
        ({"name": None}, "missing_field", "name"),
        ({"name": "  "}, "missing_field", "name"),
        ({"name": "x" * 21}, "too_long", "name"),
        ({"name": 5}, "wrong_type", "name"),
        ({"name": "a\nb"}, "bad_character", "name"),
        ({"name": "a\x00b"}, "bad_character", "name"),
        ({"name": "a\u202eb"}, "bad_character", "name"),
        ({"name": "a\u200fb"}, "bad_character", "name"),
        ({"name": "a\ud800"}, "bad_character", "name"),
        ({"name": "မြန်မာ"}, "bad_character", "name"),
        ({"outcome": "blue"}, "not_allowed", "outcome"),
        ({"count": 100}, "out_of_range", "count"),
        ({"count": -1}, "out_of_range", "count"),
        ({"count": True}, "wrong_type", "count"),
        ({"count": "5"}, "wrong_type", "count"),
        ({"weight": 1.5}, "wrong_type", "weight"),
        ({"price": 10**16}, "out_of_range", "price"),
        ({"day": "31-02-2599"}, "wrong_type", "day"),
        ({"at": "2056-11-21T03:29:02"}, "wrong_type", "at"),
        ({"at": date(2056, 11, 21)}, "wrong_type", "at"),
        ({"checked": "yes"}, "wrong_type", "checked"),
        ({"rows": {}}, "wrong_type", "rows"),
        ({"rows": [1]}, "wrong_type", "rows[0]"),
        ({"rows": [{"line": 1}, {}]}, "missing_field", "rows[1].line"),
        ({"rows": [{"line": 1}] * 4}, "too_long", "rows"),
        ({"surprise": 1}, "unknown_field", "surprise"),
        ({"rows": [{"line": 1, "x\u202e": 1}]}, "unknown_field", "rows[0].x\\u202e"),
    ],
)
def test_what_is_wrong_is_named(extra: dict[str, object], code: str, field: str) -> None:
    assert problems({"name": "x", **extra}) == [(code, field)]


def test_every_problem_is_told_at_once_in_both_languages() -> None:
    with pytest.raises(FormDataError) as raised:
        fill(FIELDS, {"count": -1, "day": "x"}, LACKS)
    assert {problem.field for problem in raised.value.problems} == {"name", "count", "day"}
    assert (raised.value.code, raised.value.field) == ("missing_field", "name")
    assert raised.value.th == "ช่อง “ชื่อ” ต้องกรอก (และอีก 2 ข้อ)"
    assert raised.value.en == "Field “name” must be filled in. (and 2 more)"


def test_one_spelling_is_printed() -> None:
    assert printable("น\u0e4d\u0e49\u0e32") == printable("น\u0e49\u0e4d\u0e32") == "น\u0e49\u0e33"
    assert printable("น\u0e4d\u0e32") == "นำ"
    assert printable("ใบ\u200bขน\u200bสินค้า") == "ใบขนสินค้า"
    assert printable("e\u0301\u00a0x") == "é x"


@given(st.dictionaries(st.sampled_from([*FIELDS, "other"]), ANYTHING))
def test_any_data_is_filled_in_or_refused(data: dict[str, object]) -> None:
    texts, sentences = outcome(data)
    assert all(LACKS(text.replace("\n", "")) == "" for text in texts)
    assert all(sentence and sentence.isprintable() for sentence in sentences)


def outcome(data: dict[str, object]) -> tuple[list[str], list[str]]:
    """The texts to be printed, or the sentences of the refusal."""
    try:
        return list(fill(FIELDS, data, LACKS).texts.values()), []
    except FormDataError as error:
        return [], [problem.en for problem in error.problems]
