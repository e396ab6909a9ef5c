"""How a thing is meant, and what is drawn for it; apart from the views, for the first paint needs no more."""

from enum import StrEnum


class Tone(StrEnum):
    """How a thing is meant; each has its colour, shape, word and sound."""

    NEUTRAL = "neutral"
    GOOD = "good"
    REFUSE = "refuse"
    ATTENTION = "attention"


class Shape(StrEnum):
    """What is drawn beside a colour, so that colour never stands alone."""

    NONE = "none"
    CIRCLE = "circle"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    SQUARE = "square"
    TICK = "tick"
    CROSS = "cross"
    EXCLAMATION = "exclamation"
    QUESTION = "question"
    CLOCK = "clock"
    SCAN = "scan"
    HOLLOW = "hollow"
    BARRED = "barred"
