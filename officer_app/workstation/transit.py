"""The transit desk of a workstation: its office, and the rules of that office's own file or of the shipped one."""

import tomllib

from officer_app.core.transit_rules import BadTransitRules, TransitRules, transit_rules
from officer_app.paths import Home, resources
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.workstation.opening import Workstation
from officer_app.workstation.trouble import Trouble


def transit_desk(opened: Workstation) -> TransitDesk:
    """The transit desk of an opened workstation. Raises Trouble where its office or its rules are not in order."""
    if not opened.settings.office:
        raise Trouble("no_office", path=str(opened.home.settings))
    return TransitDesk(opened.counter, rules_of(opened.home), opened.settings.office)


def rules_of(home: Home) -> TransitRules:
    """The rules of transit that count in `home`. Raises Trouble, naming the file and what is wrong in it."""
    path = home.transit_rules if home.transit_rules.exists() else resources() / "transit" / "rules.toml"
    try:
        return transit_rules(tomllib.loads(path.read_text("utf-8")))
    except (OSError, ValueError, RecursionError, BadTransitRules) as error:
        raise Trouble("transit_rules", path=str(path), detail=str(error)) from error
