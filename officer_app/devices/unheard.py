"""Why a signal reaches nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Unheard:
    """The sentence `unheard.<code>` with its gaps filled by `params`."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
