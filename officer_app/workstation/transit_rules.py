"""Reads the rules of transit that count in a home: the office's own file, or the shipped one."""

import tomllib

from officer_app.core.transit_rule_table import BadTransitRules, transit_rules
from officer_app.core.transit_rules import TransitRules
from officer_app.paths import Home, resources
from officer_app.settings import BadSettings, load
from officer_app.usecases.counter import Counter
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.workstation.trouble import Trouble


def rules_of(home: Home) -> TransitRules:
    """The rules of transit that count in `home`. Raises Trouble, naming the file and what is wrong in it."""
    path = home.transit_rules if home.transit_rules.exists() else resources() / "transit" / "rules.toml"
    try:
        return transit_rules(tomllib.loads(path.read_text("utf-8")))
    except (OSError, ValueError, RecursionError, BadTransitRules) as error:
        raise Trouble("transit_rules", path=str(path), detail=str(error)) from error


def desk_in(counter: Counter, home: Home) -> TransitDesk | None:
    """The transit desk for what is only read of it; None where no settings name a customs office. Raises Trouble as
    `rules_of`.
    """
    try:
        office = load(home.settings).office
    except (BadSettings, OSError):
        return None
    return TransitDesk(counter, rules_of(home), office) if office else None
