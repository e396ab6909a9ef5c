"""What every sheet must say of itself: not certified, sample, legal basis, version."""

import math

from officer_app.print.easel import Easel, place
from officer_app.print.fitting import Measure
from officer_app.print.pen import BLACK, POINTS_PER_MM, WHITE, points
from officer_app.print.sheets import State

NOT_CERTIFIED = "แบบจำลอง – ยังไม่ได้รับการรับรอง – ห้ามใช้เป็นเอกสารราชการ"
"""Large on every sheet of a template that the office root has not signed (`design.md` §12)."""
SAMPLE = "ตัวอย่าง – SAMPLE"
"""Large on every sheet whose data are invented, or not the customs computer's where they have to be."""
TRAINING = "ฝึกอบรม – TRAINING"
"""In its place on every sheet that was made in training."""
COPY = "สำเนา – COPY"
"""Large on every sheet that was printed before."""
_PALE = (0.885, 0.885, 0.885)
_REPRINT_SHARE = 0.44
"""Part of the strip's height that the line of a reprint takes from the banners."""


def draw_watermark(easel: Easel, state: State) -> None:
    """The notices across the sheet, pale and beneath everything else, so that they hide no data."""
    if not easel.template.page.watermark:
        return
    said = ((NOT_CERTIFIED, not state.certified), (_mark(state), state.sample), (COPY, state.reprint is not None))
    texts = [text for text, needed in said if needed]
    page, face = easel.template.page, easel.typeface.bold
    angle = math.degrees(math.atan2(page.height, page.width))
    diagonal = math.hypot(page.width, page.height)
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    for index, text in enumerate(texts):
        run = face.shape(text)
        size = min(0.80 * points(diagonal) * 1000 / run.width, 0.30 * points(page.width))
        length = run.width * size / 1000 / POINTS_PER_MM
        # Several notices stand under each other, square to the diagonal.
        down = (index - (len(texts) - 1) / 2) * 1.5 * 60 / POINTS_PER_MM
        x = page.width / 2 - length / 2 * cos + down * sin
        y = page.height / 2 + length / 2 * sin + down * cos
        easel.pen.text(run, face, min(size, 60.0), (x, y), _PALE, angle)


def draw_notice(easel: Easel, state: State) -> None:
    """The notices in the strip that the template keeps free for them: white on black, and black in a frame.

    Raises DoesNotFit where the reason of a reprint is too long.
    """
    x, y, width, height = easel.template.page.notice
    if state.reprint is not None:
        low = height * _REPRINT_SHARE if state.sample or not state.certified else height
        height -= low
        _reprint(easel, state.reprint.text, (x, y + height, width, low))
    if not state.certified:
        share = width * 0.76 - 1.5 if state.sample else width
        _banner(easel, NOT_CERTIFIED, (x, y, share, height), solid=True)
    if state.sample:
        share = width * 0.24 if not state.certified else width
        _banner(easel, _mark(state), (x + width - share, y, share, height), solid=False)


def _mark(state: State) -> str:
    return TRAINING if state.training else SAMPLE


def _reprint(easel: Easel, text: str, area: tuple[float, float, float, float]) -> None:
    x, y, width, height = area
    room = Measure(points(width), points(height), 9.0, 3.6, 1, "center")
    fitted = easel.fitted(text, True, room, "reason", "เหตุผลที่พิมพ์ซ้ำ")
    place(easel, fitted, True, (x, y, width, height), "center", BLACK, "ink")


def _banner(easel: Easel, text: str, area: tuple[float, float, float, float], *, solid: bool) -> None:
    x, y, width, height = area
    if solid:
        easel.pen.fill([area], BLACK)
    else:
        easel.pen.fill([area], WHITE)
        easel.pen.frame(area, BLACK, 1.4)
    room = Measure(points(width - 2.4), points(height), 16.0, 4.0, 2, "center")
    fitted = easel.fixed(text, True, room, area)
    place(easel, fitted, True, (x + 1.2, y, width - 2.4, height), "center", WHITE if solid else BLACK, "ink")


def draw_foot(easel: Easel, state: State) -> None:
    """Legal basis and version at the foot of the sheet."""
    made = easel.template
    x, y, width, height = made.page.foot
    standing = "รับรองแล้ว certified" if state.certified else "ยังไม่ได้รับการรับรอง not certified"
    version = f"{made.form} · รุ่น version {made.version} · {standing}"
    parts = [f"ฐานทางกฎหมาย: {made.legal_th}", f"Legal basis: {made.legal_en}", version]
    text = " · ".join(parts) if made.page.foot_short else "\n".join(parts)
    size = made.page.foot_size
    room = Measure(points(width), points(height), size, min(size, 4.0), 6)
    fitted = easel.fixed(text, False, room, made.page.foot)
    place(easel, fitted, False, (x, y, width, height), "left", easel.ink, "top")
