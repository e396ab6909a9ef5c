"""Where the window's looks come from; apart from all else, so that the first paint waits for nothing."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Looks:
    """Where the looks come from: resources/ui, and the font files to load (Noto Sans Thai first)."""

    folder: Path
    fonts: tuple[Path, ...]
