"""Every scan is counted once."""

from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.scans import ScanCount


@given(st.lists(st.sampled_from(["understood", "refused", "repeat", "half_frame", "empty"])))
def test_every_scan_is_counted_once(fates: list[str]) -> None:
    count = ScanCount()
    for fate in fates:
        match fate:
            case "understood":
                count = count.with_understood()
            case "refused":
                count = count.with_refused()
            case "repeat":
                count = count.with_repeat()
            case _:
                count = count.with_dropped(fate)

    assert count.read + count.dropped_total == len(fates)
    assert count.understood == fates.count("understood")
    assert dict(count.dropped) == {fate: fates.count(fate) for fate in fates if fate in {"half_frame", "empty"}}


def test_the_numbers_are_ready_for_json() -> None:
    count = ScanCount().with_understood().with_repeat().with_dropped("overlong").with_dropped("overlong")

    assert count.as_dict() == {
        "read": 2,
        "understood": 1,
        "refused": 0,
        "repeats": 1,
        "dropped": {"overlong": 2},
    }
