"""What every sheet must say of itself: not certified, sample, legal basis, version."""

import math

from officer_app.print.easel import Easel, place
from officer_app.print.fitting import Measure
from officer_app.print.pen import BLACK, POINTS_PER_MM, WHITE, points

NOT_CERTIFIED = "แบบจำลอง – ยังไม่ได้รับการรับรอง – ห้ามใช้เป็นเอกสารราชการ"
"""Large on every sheet of a template that the office root has not signed (`design.md` §12)."""
SAMPLE = "ตัวอย่าง – SAMPLE"
"""Large on every sheet whose data are invented."""
_PALE = (0.885, 0.885, 0.885)


def draw_watermark(easel: Easel, *, certified: bool, sample: bool) -> None:
    """The notices across the sheet, pale and beneath everything else, so that they hide no data."""
    if not easel.template.page.watermark:
        return
    texts = [text for text, needed in ((NOT_CERTIFIED, not certified), (SAMPLE, sample)) if needed]
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


def draw_notice(easel: Easel, *, certified: bool, sample: bool) -> None:
    """The notices in the strip that the template keeps free for them: white on black, and black in a frame."""
    x, y, width, height = easel.template.page.notice
    if not certified:
        share = width * 0.76 - 1.5 if sample else width
        _banner(easel, NOT_CERTIFIED, (x, y, share, height), solid=True)
    if sample:
        share = width * 0.24 if not certified else width
        _banner(easel, SAMPLE, (x + width - share, y, share, height), solid=False)


def _banner(easel: Easel, text: str, area: tuple[float, float, float, float], *, solid: bool) -> None:
    x, y, width, height = area
    if solid:
        easel.pen.fill([area], BLACK)
    else:
        easel.pen.fill([area], WHITE)
        easel.pen.frame(area, BLACK, 1.4)
    room = Measure(points(width - 2.4), points(height), 16.0, 6.0, 2, "center")
    fitted = easel.fixed(text, True, room, area)
    place(easel, fitted, True, (x + 1.2, y, width - 2.4, height), "center", WHITE if solid else BLACK, "ink")


def draw_foot(easel: Easel, *, certified: bool) -> None:
    """Legal basis and version at the foot of the sheet."""
    made = easel.template
    x, y, width, height = made.page.foot
    state = "รับรองแล้ว certified" if certified else "ยังไม่ได้รับการรับรอง not certified"
    version = f"{made.form} · รุ่น version {made.version} · {state}"
    parts = [f"ฐานทางกฎหมาย: {made.legal_th}", f"Legal basis: {made.legal_en}", version]
    text = " · ".join(parts) if made.page.foot_short else "\n".join(parts)
    size = made.page.foot_size
    room = Measure(points(width), points(height), size, min(size, 4.0), 6)
    fitted = easel.fixed(text, False, room, made.page.foot)
    place(easel, fitted, False, (x, y, width, height), "left", easel.ink, "top")
