"""What was scanned is told by prefix and shape, totally: every text is a reading or unreadable with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.document_types import document_type
from officer_app.core.number_shapes import SHAPES
from officer_app.core.numbers import (
    Doubt,
    Kind,
    Misfit,
    Reading,
    Unreadability,
    Unreadable,
    normalise,
    recognise,
)

# Domain §3.1, §4 and §12: official samples, and made-up ones of the Buddhist year 2599.
SAMPLES = [
    ("5305Y0000027", Kind.PERMIT, ()),
    ("9911A0000001", Kind.PERMIT, ()),
    ("119099110001", Kind.MANUAL_PERMIT, ()),
    ("A0290590708565", Kind.DECLARATION, ()),
    ("A029 0-5907-08565", Kind.DECLARATION, ()),
    ("A030-0601170019", Kind.DECLARATION, ()),
    ("A0131500200887", Kind.DECLARATION, ()),
    ("49012991100001", Kind.MANUAL_DECLARATION, ()),
    ("4901P991100001", Kind.MANUAL_DECLARATION, ()),
    ("02012345675", Kind.MAWB, ()),
    ("016-12345675", Kind.MAWB, ()),
    ("217 1286 0008", Kind.MAWB, (Doubt.CHECK_DIGIT,)),
    ("CTI0012", Kind.HAWB, ()),
    ("PCIU3591458", Kind.CONTAINER, ()),
    ("TEXU 395531 1", Kind.CONTAINER, ()),
    ("GSTU4910853", Kind.CONTAINER, ()),
    ("APZU2048996", Kind.CONTAINER, ()),
    ("TRLU2535740", Kind.CONTAINER, ()),
    ("CSQU3054383", Kind.CONTAINER, ()),
    ("CSQU3054384", Kind.CONTAINER, (Doubt.CHECK_DIGIT,)),
    ("APLS2863778", Kind.CONTAINER, (Doubt.CATEGORY_LETTER,)),
    ("0994000163011", Kind.TAX_ID, ()),
    ("0-99-4-000-16301-1", Kind.TAX_ID, ()),
    ("3102000404557", Kind.TAX_ID, ()),
    ("3169900228131", Kind.TAX_ID, ()),
    ("0994000163012", Kind.TAX_ID, (Doubt.CHECK_DIGIT,)),
    ("2กข 1234", Kind.PLATE, ()),
    ("กข 1", Kind.PLATE, ()),
    ("70-1234", Kind.PLATE, (Doubt.MAY_BE_HAWB,)),
    ("A013E99110000", Kind.HAWB, ()),
    ("A012E991100001", Kind.DECLARATION, (Doubt.DOCUMENT_TYPE,)),
]


@pytest.mark.parametrize(("text", "kind", "doubts"), SAMPLES)
def test_every_sample_of_the_domain_is_what_it_is(text: str, kind: Kind, doubts: tuple[Doubt, ...]) -> None:
    reading = recognise(text)

    assert isinstance(reading, Reading)
    assert (reading.kind, reading.warnings, reading.reason) == (kind, doubts, Misfit.NONE)
    assert reading.raw == text
    assert reading.number == normalise(text)


@pytest.mark.parametrize("text", [row[0] for row in SAMPLES])
def test_no_sample_fits_two_rows_above_the_last(text: str) -> None:
    fitting = [row.kind for row in SHAPES[:-1] if row.pattern.fullmatch(normalise(text))]

    assert len(fitting) <= 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("9913A0000001", Misfit.BAD_MONTH),
        ("9900A0000001", Misfit.BAD_MONTH),
        ("119099130001", Misfit.BAD_MONTH),
        ("A0321991100001", Misfit.BAD_DAY),
        ("A0001991100001", Misfit.BAD_DAY),
        ("A0311991300001", Misfit.BAD_MONTH),
        ("A0319991100001", Misfit.BAD_DOCUMENT_TYPE),
        ("A031Z991100001", Misfit.BAD_DOCUMENT_TYPE),
        ("4901Z991100001", Misfit.BAD_DOCUMENT_TYPE),
        ("49012991300001", Misfit.BAD_MONTH),
        ("ตตๅๅฤจจจจจจๅ", Misfit.THAI_LETTERS),
        ("9911А0000001", Misfit.FOREIGN_LETTERS),  # the A is Cyrillic
        ("9911ſ0000001", Misfit.FOREIGN_LETTERS),  # str.upper would make an S of it
        ("HELLO", Misfit.NO_KNOWN_SHAPE),
        ("7", Misfit.NO_KNOWN_SHAPE),
        ("A1" * 18, Misfit.NO_KNOWN_SHAPE),
        ("oa1:abc123", Misfit.LOWER_CASE_PREFIX),
        ("ob1:somchai7", Misfit.LOWER_CASE_PREFIX),
    ],
)
def test_what_cannot_be_a_number_is_unknown_and_says_why(text: str, reason: Misfit) -> None:
    reading = recognise(text)

    assert isinstance(reading, Reading)
    assert (reading.kind, reading.reason) == (Kind.UNKNOWN, reason)


@pytest.mark.parametrize(
    "text",
    [
        "]C09911A0000001",
        "]A0*9911A0000001*",
        "]Q1\\0000269911A0000001",
        "]C1\x1d9911A0000001\x1d\r\n",
        "*9911a0000001*",
        "  9911-A-0000001\t",
        "๙๙๑๑A๐๐๐๐๐๐๑",
        "9911A\u200b0000001",
        "9911\u2013A\u00a00000001",
        "\ufeff9911A0000001",
    ],
)
def test_what_scanners_and_copying_put_around_a_number_is_taken_off(text: str) -> None:
    reading = recognise(text)

    assert isinstance(reading, Reading)
    assert (reading.kind, reading.number) == (Kind.PERMIT, "9911A0000001")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("OA1:6BF+70 O90$%*./:x๙", Kind.TOKEN),
        ("OB1:somchai-7", Kind.BADGE),
        ("OC1:stamp-green *q*", Kind.COMMAND),
        ("|099400016301100\r10A0290590708565\r0994000163011\r20000", Kind.BILL),
    ],
)
@pytest.mark.parametrize("around", ["{}", "{}\r\n", "]Q1{}\r"])
def test_a_prefixed_text_is_kept_byte_for_byte(text: str, kind: Kind, around: str) -> None:
    reading = recognise(around.format(text))

    assert isinstance(reading, Reading)
    assert (reading.kind, reading.number) == (kind, text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Unreadability.EMPTY),
        (" \t\r\n", Unreadability.EMPTY),
        ("]C0", Unreadability.EMPTY),
        ("*--*", Unreadability.EMPTY),
        ("9911A\x000000001", Unreadability.NUL),
        ("9911A\x070000001", Unreadability.CONTROL_CHARACTER),
        ("9911A\x850000001", Unreadability.CONTROL_CHARACTER),
        ("9911A\r0000001", Unreadability.CONTROL_CHARACTER),
        ("OA1:AB\x1bC", Unreadability.CONTROL_CHARACTER),
        ("9911A\udc800000001", Unreadability.LONE_SURROGATE),
        ("9" * 4097, Unreadability.TOO_LONG),
        ("OA1:" + "9" * 4096, Unreadability.TOO_LONG),
    ],
)
def test_what_is_no_text_is_unreadable_and_says_why(text: str, reason: Unreadability) -> None:
    result = recognise(text)

    assert isinstance(result, Unreadable)
    assert result.reason_code is reason
    assert result.raw_excerpt.isprintable()
    assert len(result.raw_excerpt.encode()) <= 500


def test_a_document_type_is_known_by_its_character() -> None:
    transit, export = document_type("2"), document_type("1")

    assert transit is not None
    assert (transit.code, transit.english) == ("2", "transit")
    assert export is not None
    assert export.english == "export"
    assert document_type("Z") is None
    assert document_type("") is None


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
NEARLY_NUMBERS = st.text(st.sampled_from("0123456789AUaz๙กขſıß -*]C\\|:\x1d\r\t\x00\ud800"), max_size=40)


@given(ANY_TEXT | NEARLY_NUMBERS)
def test_any_text_gives_a_reading_or_a_reason_and_never_raises(text: str) -> None:
    result = recognise(text)

    if isinstance(result, Unreadable):
        assert result.raw_excerpt.isprintable()
        return
    assert result.raw == text
    assert (result.kind is Kind.UNKNOWN) == (result.reason is not Misfit.NONE)
    assert result.number
    result.number.encode()


@given(ANY_TEXT | NEARLY_NUMBERS)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once


@given(ANY_TEXT | NEARLY_NUMBERS)
def test_a_known_number_is_recognised_again_from_its_normal_form(text: str) -> None:
    result = recognise(text)

    if isinstance(result, Reading) and result.kind is not Kind.UNKNOWN:
        again = recognise(result.number)
        assert isinstance(again, Reading)
        assert (again.kind, again.number, again.warnings) == (result.kind, result.number, result.warnings)


@given(st.from_regex(r"\A[0-9]{2}(0[1-9]|1[0-2])[A-Z][0-9]{7}\Z"))
def test_every_permit_number_of_the_written_rule_is_a_permit(number: str) -> None:
    reading = recognise(number)

    assert isinstance(reading, Reading)
    assert (reading.kind, reading.number, reading.warnings) == (Kind.PERMIT, number, ())


@given(st.from_regex(r"\A[A-Z][0-9](0[1-9]|[12][0-9]|3[01])[0-8ABCDPXY][0-9]{2}(0[1-9]|1[0-2])[0-9]{5}\Z"))
def test_every_declaration_number_of_the_written_rule_is_a_declaration(number: str) -> None:
    reading = recognise(number)

    assert isinstance(reading, Reading)
    assert (reading.kind, reading.number, reading.warnings) == (Kind.DECLARATION, number, ())
