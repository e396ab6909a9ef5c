"""An evidence file: whatever is done to its bytes is named; it holds what was signed, byte for byte, and no more."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officer_app.core.acts import format_time
from officer_app.core.acts import read as read_act
from officer_app.security import evidence, evidence_reading
from officer_app.security.evidence import About, Evidence
from officer_app.security.evidence_check import Trust, examine
from officer_app.security.evidence_reading import NotEvidence
from tests.evidence.writing import START, A, Day, filed, new_signer, opened, rows

DAY = Day()
FILE = filed(rows(DAY.acts), DAY)


def kinds(data: bytes) -> set[str]:
    return {one.kind for one in opened(data)}


def test_what_is_written_is_read_byte_for_byte() -> None:
    read = evidence_reading.read(FILE)
    assert list(read.evidence.acts) == rows(DAY.acts)
    assert (read.sealed_by, read.defects) == (DAY.here.key.key_id, ())
    assert all(act.body in FILE for act in DAY.acts)


@settings(max_examples=150)
@given(st.integers(len(evidence.TITLE) + 2, len(FILE) - 1), st.integers(0, 7))
def test_one_bit_anywhere_in_a_file_is_found(at: int, bit: int) -> None:
    data = bytearray(FILE)
    data[at] ^= 1 << bit
    try:
        assert opened(bytes(data))
    except NotEvidence:
        assert at < FILE.index(b"span {")


@pytest.mark.parametrize("name", [b"public_key", b"sha256", b"signature"])
def test_a_seal_spelled_otherwise_is_found(name: bytes) -> None:
    start = FILE.index(b'"%b":"' % name, FILE.rindex(b"\nseal "))
    end = FILE.index(b'"', start + len(name) + 4)
    spelled = FILE[: start + len(name) + 4] + FILE[start + len(name) + 4 : end].upper() + FILE[end:]
    assert spelled != FILE
    assert kinds(spelled) == {"seal"}


@pytest.mark.parametrize("seq", range(9))
def test_a_damaged_act_is_named_also_where_nothing_of_it_can_be_read(seq: int) -> None:
    act = DAY.here.acts[seq]
    found = opened(FILE.replace(act.body, act.body[:-2] + b"!!"))
    assert ("unreadable", "CE-1", seq + 1, act.act_id) in {
        (one.kind, one.station, one.station_seq, one.act_id) for one in found
    }


@given(st.binary(max_size=300))
def test_no_bytes_at_all_make_the_reader_stumble(tail: bytes) -> None:
    for data in (tail, evidence.TITLE + b"1\n" + tail, FILE[: len(FILE) // 2] + tail):
        with suppress(NotEvidence):
            assert opened(data), "read as sound"


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"{}", b"officer-app evidence x\n", b"officer-app evidence 2\nabout {}\n"),
        b"officer-app evidence " + b"9" * 5000 + b"\n",
    ],
    ids=lambda data: repr(data[:30]),
)
def test_what_is_no_evidence_file_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(NotEvidence):
        evidence_reading.read(data)


@pytest.mark.parametrize("piece", [b"x", b'"station":"', b'"station_seq":', b'"act_id":"'])
def test_a_damaged_act_of_any_length_is_read_through_once(piece: bytes) -> None:
    """Looked for anew from each of its bytes on, it would keep the verifier busy for hours."""
    damaged = b"act " + piece * (2_000_000 // len(piece))
    read = evidence_reading.read(FILE.replace(b"\nseal ", b"\n" + damaged + b"\nseal "))
    assert [(defect.kind, defect.station_seq) for defect in read.defects] == [("unreadable", 0), ("seal", 0)]


def test_a_cut_file_has_no_seal_and_lacks_its_end() -> None:
    cut = FILE[: FILE.rindex(b"\nact ") + 1]
    assert {"seal", "truncated"} <= kinds(cut)


def test_a_file_sealed_by_somebody_else_is_named() -> None:
    read = evidence_reading.read(FILE).evidence
    assert kinds(evidence.write(read, new_signer())) == {"seal"}


def test_a_number_without_its_earlier_acts_is_named() -> None:
    day = Day()
    known = day.here.acts[3]
    later = day.here.stamp("somchai", day.somchai, A)
    about = About("subject", "permit", A, "", "", "CE", "CE-1", "real", START)
    chosen = [act for act in day.here.acts if act.station_seq in (1, 2, 3, 5, 10)]
    assert opened(evidence.write(Evidence(about, tuple(rows(chosen))), day.here.key)) == ()
    body = later.body.replace(b'"after":""', f'"after":"{known.act_id}"'.encode())
    signed = read_act(body, day.somchai.sign(read_act(body, b"").hash))
    data = evidence.write(Evidence(about, tuple(rows([*chosen[:-1], signed]))), day.here.key)
    assert [one.kind for one in opened(data)] == ["left_out"]


def test_the_office_root_of_the_checker_counts_and_not_that_of_the_file() -> None:
    day = Day()
    day.here.certify("somchai", day.somchai, day.root)
    data = filed(rows(day.acts), day, root=True)
    trusted, _ = examine(evidence_reading.read(data), Trust(root=day.root.public_key))
    other, _ = examine(evidence_reading.read(data), Trust(root=new_signer().public_key))
    assert (trusted.ok, [one.kind for one in other.defects]) == (True, ["other_root"])
    assert any("--root" in note.text for note in examine(evidence_reading.read(data))[0].notes)


def test_times_are_as_in_acts() -> None:
    assert evidence_reading.read(FILE).evidence.about.made_at == START
    assert format_time(START).encode() in FILE
