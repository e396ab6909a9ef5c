"""The slip of a stamp as the window asks for it: made, recorded and, where a printer is set, followed to its end."""

from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.devices.printers.jobs import JobState
from officer_app.texts import Both
from officer_app.viewmodels.ports import Printed, PrintSlip
from officer_app.workstation.opening import Workstation
from officer_app.workstation.papers import STAMP_SLIP, Made, Wish
from officer_app.workstation.printers import Drawing, load_printers, nothing_draws
from officer_app.workstation.printing import Printing

PATIENCE_S = 20.0
"""So long the desk follows a slip; a job that takes longer is settled by `officer-app prints`."""


def slip_printer(workstation: Workstation, drawing: Drawing = nothing_draws) -> PrintSlip:
    """Makes slips for the printer that `printers.toml` names for them, or as files where it names none. Raises Trouble
    for what the printer says against it: the slip's file and act are there all the same.
    """

    def print_slip(officer: SignedIn, number: str, act_id: str, reason: str) -> Printed | Refusal:
        printers = load_printers(workstation.home.folder, workstation.settings.printer)
        name = printers.for_form(STAMP_SLIP)
        setup = printers.setup(name)
        wish = Wish(name, setup.dots(STAMP_SLIP), setup.placing(), reason, sample=setup.via == "simulated")
        made = workstation.papers.stamp_slip(officer, number, wish)
        if isinstance(made, Refusal):
            return made
        return _sent(workstation, made, name, drawing)

    return print_slip


def _sent(workstation: Workstation, made: Made, printer: str, drawing: Drawing) -> Printed:
    copy = made.act.fields.get("copy", 1)
    number = copy if isinstance(copy, int) else 1
    if not printer:
        return Printed(made.file.name, made.pdf.pages, number)
    printers = load_printers(workstation.home.folder, workstation.settings.printer)
    acts = workstation.journal.acts_of_kind
    home, signer = workstation.home.folder, workstation.station_signer
    printing = Printing(workstation.counter, home, printers, signer, lambda: acts("print"), drawing)
    report = printing.send(made, printer, PATIENCE_S)
    why = workstation.texts.either(f"why.{report.why}", "why.unsaid")
    key = f"job.{report.state}"
    said = Both(workstation.texts.both(key, why=why.th).th, workstation.texts.both(key, why=why.en).en)
    return Printed(
        made.file.name, made.pdf.pages, number, printer, done=report.state is JobState.PRINTED, sentence=said
    )
