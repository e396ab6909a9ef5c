"""Which page a desk has: each kind of desk its own model and keys."""

from importlib import import_module
from types import ModuleType

from officer_app.ui.desk import Desk
from officer_app.ui.errors import Faults
from officer_app.ui.pages.desk_page import DeskPage
from officer_app.viewmodels.ports import Tools


def load(kind: str) -> tuple[ModuleType, ModuleType]:
    """The modules of the model and of the page of a desk of this `kind`; those of other desks are not loaded."""
    model, page = {
        "transit": ("transit_model", "transit_page"),
        "checking_post": ("post_model", "checking_page"),
        "counter_services": ("services_model", "services_page"),
    }.get(kind, ("keying", "inspection_page"))
    return import_module(f"officer_app.viewmodels.{model}"), import_module(f"officer_app.ui.pages.{page}")


def make_page(desk: Desk, tools: Tools, faults: Faults) -> DeskPage:
    """The page of `desk`, by what its workstation is set up as."""
    kind = desk.counter.journal.station.desk
    if kind == "transit" and desk.transit is None:
        kind = ""
    models, pages = load(kind)
    made: DeskPage
    if kind == "transit":
        made = pages.TransitPage(models.TransitModel(tools, desk.transit), desk.texts, desk.segment, faults)
    elif kind == "checking_post":
        checking = models.PostModel(tools)
        checking.link = desk.link
        made = pages.CheckingPage(checking, desk.texts, desk.segment, faults)
    elif kind == "counter_services":
        made = pages.ServicesPage(models.ServicesModel(tools, desk.shelf), desk.texts, desk.segment, faults)
    else:
        made = pages.InspectionPage(models.KeyingModel(tools), desk.texts, desk.segment, faults)
    return made
