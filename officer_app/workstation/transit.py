"""The transit desk of a workstation."""

from officer_app.paths import resources
from officer_app.print.forms import Forms
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.workstation.opening import Workstation
from officer_app.workstation.transit_rules import rules_of
from officer_app.workstation.transit_trial import PrintTrial
from officer_app.workstation.trouble import Trouble


def transit_desk(opened: Workstation) -> TransitDesk:
    """The transit desk of an opened workstation. Raises Trouble where its office or its rules are not in order."""
    if not opened.settings.office:
        raise Trouble("no_office", path=str(opened.home.settings))
    # Forms of its own: a paper may be under way on another thread with those of the workstation.
    rules = rules_of(opened.home)
    trial = PrintTrial(Forms(resources() / "forms"), rules)
    return TransitDesk(opened.counter, rules, opened.settings.office, trial)
