"""`transit schema`: what the desk's JSON files hold, and an example of each that its command takes."""

import argparse
import json
from pathlib import Path

from officer_app.cli.answers import DONE, Answer
from officer_app.cli.context import Context
from officer_app.core.buddhist import bangkok_day
from officer_app.paths import Home, resources
from officer_app.print.forms import Forms
from officer_app.workstation.opening import now
from officer_app.workstation.transit_rules import rules_of
from officer_app.workstation.transit_schemas import FED_TO, GUARANTEES, NAMES, TransitSchemas
from officer_app.workstation.whole_files import write_whole


def declare(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's action under `transit`."""
    schema = actions.add_parser("schema", help="what a JSON file of the desk holds, with an example that is taken")
    schema.add_argument("name", nargs="?", choices=NAMES, help="; ".join(f"{name}: {FED_TO[name]}" for name in NAMES))
    schema.add_argument("--class", dest="applicant_class", default="1", choices=["1", "2.1", "2.2", "2.3", "2.4"])
    schema.add_argument("--example", action="store_true", help="the example alone, as the command takes it")
    schema.add_argument("--out", type=Path, help="write the example there")
    schema.set_defaults(command=_schema)


def _schema(context: Context, args: argparse.Namespace) -> Answer:
    home = Home(context.home)
    schemas = TransitSchemas(Forms(resources() / "forms"), rules_of(home), bangkok_day(now()))
    if not args.name:
        lines = [f"{name}  {FED_TO[name]}" for name in NAMES]
        return Answer(DONE, {"schemas": [{"name": name, "fed_to": FED_TO[name]} for name in NAMES]}, "\n".join(lines))
    example = schemas.example(args.name, args.applicant_class)
    shown = json.dumps(example, ensure_ascii=False, indent=2)
    if args.out is not None:
        write_whole(args.out, (shown + "\n").encode())
    if args.example:
        return Answer(DONE, example, shown)
    whole = {**schemas.schema(args.name), "examples": [example]}
    number, how = GUARANTEES.get(args.applicant_class, ("", ""))
    if args.name == "papers" and number:
        said = f"officer-app transit guarantee add {number} {how} --holder TAX_NO"
        whole["x-example-needs"] = said
    return Answer(DONE, whole, json.dumps(whole, ensure_ascii=False, indent=2))
