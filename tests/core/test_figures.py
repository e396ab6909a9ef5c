"""The nearest of sorted times."""

from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.figures import nearest


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_a_percentile_is_one_of_the_times_and_half_are_not_beyond_it(times: list[int]) -> None:
    times.sort()
    middle, most = nearest(times, 50), nearest(times, 95)
    assert middle in times
    assert most in times
    assert sum(time <= middle for time in times) * 2 >= len(times)
    assert sum(time <= most for time in times) * 100 >= 95 * len(times)
    assert sum(time < middle for time in times) * 2 < len(times)


def test_no_times_have_no_percentile() -> None:
    assert nearest([], 50) is None
