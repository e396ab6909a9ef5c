"""Refusals: why a rule, not a fault, says no. The sentence in Thai and English is looked up by `code`."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Refusal:
    """`code` names the rule (design §14); `params` fill the sentence's gaps, e.g. who and when."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


class NotRecorded(Exception):
    """The store failed: nothing was recorded. Its own errors are of this kind."""


class Refused(Exception):
    """Raised where a refusal has to cross a call that returns something else."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
