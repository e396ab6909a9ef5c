"""Papers drawn on a printer: every dot of the page arrives, every code reads back, the job is found by its title."""

import os
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from officer_app.devices.printers.cups import Cups
from officer_app.devices.printers.jobs import JobState
from officer_app.print.forms import Forms, Pdf
from officer_app.print.pictures import Pictures
from officer_app.ui.paper_printer import draw_on_printer, draw_pages
from officer_app.workstation.drawing import page_pictures
from tests.devices.printers.cups_server import PRINTER, CupsServer, until, why_not
from tests.print.paper import ROOT, TEMPLATES, codes_of, run

FORMS = Forms(TEMPLATES)
DRAW = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from officer_app.print.pictures import Pictures
from officer_app.ui.paper_printer import draw_on_printer
from officer_app.workstation.drawing import drawing_with
from officer_app.workstation.printers import PrinterSetup, spooler_of
application = QApplication([])
spooler = spooler_of(PrinterSetup(via="drawn", dpi=300), Path("."), drawing_with(Pictures(), draw_on_printer))
sys.stdout.write("job " + spooler.submit(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
"""


def printed(pdf: Pdf, dpi: int, file: Path) -> bytes:
    """What comes out of a printer of `dpi` dots an inch: here, a PDF of its pages."""
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(file))
    pictures = Pictures()
    assert draw_pages(device, dpi, lambda dots: page_pictures(pictures, pdf.data, dots, smooth=False)) == ""
    assert device.resolution() == dpi
    return file.read_bytes()


def page_of(pdf: bytes, number: int, folder: Path) -> Image.Image:
    """The picture that lies in one page of a printed PDF, dot for dot."""
    source = folder / "printed.pdf"
    source.write_bytes(pdf)
    command = ["pdfimages", "-png", "-f", str(number), "-l", str(number), str(source), str(folder / "page")]
    subprocess.run(command, check=True)
    # The first is the page; a second would be a mask.
    found = sorted(folder.glob("page-*.png"))
    assert found
    return Image.open(found[0])


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("form", ["stamp-slip", "448-1"])
def test_every_code_reads_back_from_what_was_drawn(qapp: QApplication, tmp_path: Path, form: str, dpi: int) -> None:
    pdf = FORMS.render(form, FORMS.template(form).sample, dpi=dpi)
    drawn = page_of(printed(pdf, dpi, tmp_path / "out.pdf"), 1, tmp_path).convert("L")
    expected = Image.open(BytesIO(run(["pdftoppm", "-q", "-mono", "-r", str(dpi), "-l", "1", "-"], pdf.data)))
    wanted = sorted(codes_of(expected.convert("L")))
    assert wanted
    assert sorted(codes_of(drawn)) == wanted


def test_the_page_arrives_dot_for_dot_and_at_its_true_size(qapp: QApplication, tmp_path: Path) -> None:
    pdf = FORMS.render("stamp-slip", FORMS.template("stamp-slip").sample, dpi=203)
    (page,) = Pictures().pages(pdf.data, 203, smooth=False)
    out = printed(pdf, 203, tmp_path / "out.pdf")
    drawn = page_of(out, 1, tmp_path).convert("RGB")
    sent = Image.frombytes("RGB", (page.width, page.height), page.pixels, "raw", "RGB", page.stride)
    assert drawn.size == sent.size
    assert drawn.tobytes() == sent.tobytes()
    about = run(["pdfinfo", "-"], out).decode()
    size = next(line for line in about.splitlines() if line.startswith("Page size"))
    width, height = (float(word) for word in size.split()[2:5:2])
    assert abs(width - page.size_mm[0] / 25.4 * 72) < 1
    assert abs(height - page.size_mm[1] / 25.4 * 72) < 1


def test_a_set_comes_out_whole_and_in_order(qapp: QApplication, tmp_path: Path) -> None:
    pdf = FORMS.render("448-1", FORMS.template("448-1").sample)
    out = printed(pdf, 150, tmp_path / "out.pdf")
    assert f"Pages:           {pdf.pages}" in run(["pdfinfo", "-"], out).decode()


def test_a_printer_that_is_not_there_is_named(qapp: QApplication) -> None:
    assert draw_on_printer("NO-SUCH-PRINTER", "x", 300, lambda dpi: iter(())) == "unknown_printer"


@pytest.fixture(scope="module")
def cups() -> Iterator[CupsServer]:
    reason = why_not()
    if reason:
        pytest.skip(reason)
    with CupsServer() as server:
        yield server


def test_a_real_queue_takes_what_is_drawn_and_the_job_is_followed_by_its_title(
    cups: CupsServer, tmp_path: Path
) -> None:
    pdf = FORMS.render("stamp-slip", FORMS.template("stamp-slip").sample, dpi=300)
    file = tmp_path / "slip.pdf"
    file.write_bytes(pdf.data)
    setting = {**os.environ, "CUPS_SERVER": cups.socket, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", DRAW, PRINTER, str(file), "act-drawn"],
        env=setting,
        capture_output=True,
        text=True,
        check=True,
    )
    queue = Cups(cups.socket)
    job = queue.job_named(PRINTER, "act-drawn")
    assert done.stdout == f"job {job}"
    until(lambda: queue.report(PRINTER, job).ended)
    assert queue.report(PRINTER, job).state is JobState.PRINTED
    drawn = page_of((cups.device / f"job-{job}.pdf").read_bytes(), 1, tmp_path).convert("L")
    assert ("Code128", "9911A0000001") in codes_of(drawn)
