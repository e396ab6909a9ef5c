"""What a person typed and nobody knows: it may be a password in the wrong field, so it is not left in sight."""

from officer_app.core.refusals import Refusal
from officer_app.usecases.look_up import NotRead

SHOWN = 2
"""Signs that stay, so that whoever typed a number sees which one it was."""
_DOTS = "••••••"
_SHORTEST = 3 * SHOWN
"""Of a shorter text two signs would be too much."""


def masked(text: str) -> str:
    """The first signs of `text`, and dots that do not tell how many more there were."""
    typed = text.strip()
    return f"{typed[:SHOWN] if len(typed) >= _SHORTEST else ''}{_DOTS}"


def not_shown(text: str) -> NotRead:
    """The answer that stands in place of the one to `text`."""
    return NotRead(masked(text), Refusal("typed_unknown", {"shown": masked(text), "length": str(len(text.strip()))}))
