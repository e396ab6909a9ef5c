"""Which page a desk has: each kind of desk its own model and keys."""

from importlib import import_module

from officer_app.ui.desk import Desk
from officer_app.ui.errors import Faults
from officer_app.ui.pages.checking_page import CheckingPage
from officer_app.ui.pages.desk_page import DeskPage
from officer_app.ui.pages.inspection_page import InspectionPage
from officer_app.ui.pages.services_page import ServicesPage
from officer_app.viewmodels.keying import KeyingModel
from officer_app.viewmodels.ports import Tools
from officer_app.viewmodels.post_model import PostModel
from officer_app.viewmodels.services_model import ServicesModel


def make_page(desk: Desk, tools: Tools, faults: Faults) -> DeskPage:
    """The page of `desk`, by what its workstation is set up as."""
    kind = desk.counter.journal.station.desk
    if kind == "transit" and desk.transit is not None:
        # Half as much again as all other pages: only where somebody works with it.
        model = import_module("officer_app.viewmodels.transit_model").TransitModel(tools, desk.transit)
        page: DeskPage = import_module("officer_app.ui.pages.transit_page").TransitPage(
            model, desk.texts, desk.segment, faults
        )
        return page
    if kind == "checking_post":
        checking = PostModel(tools)
        checking.link = desk.link
        return CheckingPage(checking, desk.texts, desk.segment, faults)
    if kind == "counter_services":
        return ServicesPage(ServicesModel(tools, desk.shelf), desk.texts, desk.segment, faults)
    return InspectionPage(KeyingModel(tools), desk.texts, desk.segment, faults)
