"""Rules of the counter that a site may set. Each default names its source; what is only inferred says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from officer_app.core.export import Outcome

STAMP_TEXTS: Mapping[str, str] = {
    Outcome.GREEN: "Status 0309",  # brief 002 §4 2.1
    Outcome.RED: "Status 0309",  # brief 002 §4 2.2
    Outcome.XRAY: "X-Ray",  # brief 002 §4 2.3; customs.go.th 2020 writes X-RAY (domain.md §3.10)
}
XRAY_ORDERS = ("XRAY",)
"""Orders on a permit that send it to X-ray: the code is not known (domain.md §3.9) [inferred]."""
CORE_CLEARED = ("0309", "0409")
"""Released, loaded, in the customs computer (domain.md §3.9); the X-ray's is [inferred]."""
PERISHABLE_CHAPTERS = ("01", "02", "03", "04", "06", "07", "08")
"""HS chapters of live animals, meat, fish, dairy, cut flowers, vegetables, fruit: they wait least [inferred]."""


@dataclass(frozen=True)
class Rules:
    """What the use cases may not decide by themselves. Times in seconds or hours as named."""

    stamp_texts: Mapping[str, str] = field(default_factory=lambda: dict(STAMP_TEXTS))
    posts: tuple[str, ...] = ("CP-1",)
    xray_orders: tuple[str, ...] = XRAY_ORDERS
    cut_off_first: bool = False  # brief 002 stamps first, M132 p82-84 cuts off first (domain.md §7.1)
    undo_window_s: int = 120  # design §6 [inferred]
    longest_words: int = 2000  # characters of findings or a reason; the centre takes no act above 256 KiB
    claim_deadline_s: float = 0.3  # design §7
    goods_before_flight_h: int = 2  # brief 002 §10.5, customs.go.th 2020
    core_cleared: tuple[str, ...] = CORE_CLEARED
    core_after_h: int = 4  # so long the customs computer may take to say so [inferred]
    manual_before_flight_h: int = 6  # customs.go.th 2020; brief 002 §10.4 says 4
    licence_days: int = 15  # after the cut-off, Green; Red at the inspection (brief 002 §8.1-2)
    perishable_chapters: tuple[str, ...] = ()  # HS chapters of goods that wait least [inferred]
    finding_phrases: tuple[str, ...] = ()
    xray_phrases: tuple[str, ...] = ()
    copy_needed: bool = False  # brief 002 §5.5 keeps a copy; that no release goes without is [inferred]
    own_grants: int = 0  # most that an authority of a post grants unknown to the centre; 0: any number (0010)

    def is_xray(self, order: str) -> bool:
        """Whether an order of a permit sends it to X-ray; capitals or not is the same."""
        return order.upper() in {each.upper() for each in self.xray_orders}
