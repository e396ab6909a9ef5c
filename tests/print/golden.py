"""The golden sheets: which prints are held, and how a print becomes a text and a picture."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from io import BytesIO

from PIL import Image, ImageChops

from officer_app.print.forms import Forms, Pdf
from officer_app.print.sheets import Placing, Reprint
from tests.print.paper import ROOT, run, text_of

FOLDER = ROOT / "tests" / "golden" / "forms"
DPI = 60
BLOCK = 8
MOST_OFF = 40
"""Grey levels by which a square of 8 dots may differ: less than a letter, more than another smoothing of edges."""
AGAIN = Reprint(2, "นายสมชาย ใจซื่อ", "แถบตราเสีย", datetime(2056, 11, 21, 4, 0, 5, tzinfo=UTC))

PAPER = {"why_no_code": "from_paper", "who_consents": "centre_or_supervisor"}
UNSIGNED = {"why_no_code": "signer_failed", "who_consents": "centre"}


def sheets(forms: Forms) -> Mapping[str, Callable[[], Pdf]]:
    """Every form as its preview, and what a preview does not show."""
    made: dict[str, Callable[[], Pdf]] = {
        form: partial(forms.preview, form) for form in forms.ids() if forms.template(form).sample
    }
    slip, listed = forms.template("stamp-slip").sample, forms.template("container-list").sample
    made["stamp-slip-again"] = lambda: forms.render("stamp-slip", slip, reprint=AGAIN)
    made["stamp-slip-overlay"] = lambda: forms.render("stamp-slip", slip, placing=Placing(103.0, 208.0, (210.0, 297.0)))
    made["stamp-slip-no-code"] = lambda: forms.render("stamp-slip", {**slip, "token": "", "unverified": True, **PAPER})
    made["stamp-slip-unsigned"] = lambda: forms.render("stamp-slip", {**slip, "token": "", **UNSIGNED})
    some = listed["containers"]
    rows = [{**some[0], "line": line} for line in range(1, 31)] if isinstance(some, list) else []
    made["container-list-long"] = lambda: forms.render("container-list", {**listed, "containers": rows}, reprint=AGAIN)
    return made


def text(pdf: Pdf) -> str:
    """The text layer of all pages, a line a line, blanks at the ends of lines left out."""
    pages = [text_of(pdf.data, page) for page in range(1, pdf.pages + 1)]
    return "\n\f\n".join("\n".join(line.strip() for line in page.splitlines()) for page in pages) + "\n"


def picture(pdf: Pdf) -> Image.Image:
    """The first and the last page beside each other, grey."""
    pages = [_page(pdf, number) for number in sorted({1, pdf.pages})]
    whole = Image.new("L", (sum(page.width for page in pages), max(page.height for page in pages)), 255)
    left = 0
    for page in pages:
        whole.paste(page, (left, 0))
        left += page.width
    return whole


def most_off(one: Image.Image, other: Image.Image) -> float:
    """The greatest difference of any square of two pictures, in grey levels; 255 where their sizes differ."""
    if one.size != other.size:
        return 255.0
    off = ImageChops.difference(one, other)
    small = off.resize((max(1, off.width // BLOCK), max(1, off.height // BLOCK)), Image.Resampling.BOX)
    return float(max(small.tobytes()))


def _page(pdf: Pdf, number: int) -> Image.Image:
    command = ["pdftoppm", "-q", "-gray", "-r", str(DPI), "-f", str(number), "-l", str(number), "-"]
    return Image.open(BytesIO(run(command, pdf.data))).convert("L")
