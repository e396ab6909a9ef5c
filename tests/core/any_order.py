"""Acts as they may come from elsewhere: in any order, some of them again, some with a place in the centre's feed."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from officer_app.core.acts import Act


def shuffled(acts: Sequence[Act], data: st.DataObject) -> tuple[list[Act], Mapping[str, int]]:
    """All of `acts` in some order, some of them twice; and the feed's places of some, by act."""
    names = [act.act_id for act in acts]
    placed = data.draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    repeats = data.draw(st.lists(st.sampled_from(acts), max_size=6)) if acts else []
    return data.draw(st.permutations([*acts, *repeats])), {name: place for place, name in enumerate(placed, start=1)}
