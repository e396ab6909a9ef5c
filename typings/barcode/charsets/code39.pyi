# Code 39: value and pattern by letter, the star at both ends, the gap between letters.

MAP: dict[str, tuple[int, str]]
EDGE: str
MIDDLE: str
