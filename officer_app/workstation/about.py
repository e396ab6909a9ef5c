"""What this program and this workstation are: versions, licences of what is shipped, keys, marks, where things lie."""

import platform
import re
import sys
from collections.abc import Collection, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from officer_app.core.acts import BODY_VERSION, Mode
from officer_app.store.schema import JOURNAL_STEPS, MIRROR_STEPS
from officer_app.viewmodels.station_ports import About, Part
from officer_app.workstation.opening import Workstation

PROGRAM = "officer-app"
EXTRAS = ("demo", "card")
"""Parts that are shipped where they are installed."""
_LONGEST = 60
_ALSO = (Part("Python", platform.python_version(), "PSF-2.0"), Part("SQLCipher", "", "BSD-3-Clause"))
"""What has no entry among the packages."""


def about(opened: Workstation) -> About:
    """All of it; reads the packages' own metadata, which takes a moment."""
    settings = opened.settings
    forms = opened.papers.forms
    uncertified = [form for form in forms.ids() if not forms.is_certified(form)]
    root = opened.papers.certificates.root
    marks = [] if settings.mode == Mode.REAL else [settings.mode]
    if uncertified:
        marks.append("uncertified_forms")
    if not root:
        marks.append("no_root")
    facts = (
        ("version", _version(PROGRAM)),
        ("build", "bundle" if getattr(sys, "frozen", False) else "source"),
        ("runs_on", f"{platform.system()} {platform.release()} · Python {platform.python_version()}"),
        ("libraries", f"Qt {_version('PySide6_Essentials')} · SQLite {sqlcipher.sqlite_version}"),
        ("schemas", f"journal {len(JOURNAL_STEPS)} · mirror {len(MIRROR_STEPS)} · act {BODY_VERSION}"),
        ("workstation", f"{settings.site} · {settings.name}"),
        ("desk", settings.desk),
        ("key", f"{opened.station_signer.key_id} ({_grouped(opened.station_signer.public_key)})"),
        ("root", _grouped(root) if root else ""),
        ("forms", f"{len(forms.ids()) - len(uncertified)} / {len(forms.ids())}"),
        ("records", str(opened.home.folder.absolute())),
        ("contact", settings.contact),
    )
    return About(facts, tuple(marks), tuple(_parts()))


def _parts() -> Iterator[Part]:
    """What the program stands on and what that stands on, by name."""
    found: dict[str, Part] = {}
    _gather(PROGRAM, EXTRAS, found)
    found.pop(PROGRAM, None)
    found |= {part.name.casefold(): part for part in _ALSO}
    yield from (found[name] for name in sorted(found))


def _gather(name: str, extras: Collection[str], found: dict[str, Part]) -> None:
    """The package `name` and what it asks for, as far as that is here: what another system needs is not."""
    try:
        part = distribution(name)
    except PackageNotFoundError:
        return
    key = part.metadata["Name"].casefold().replace("_", "-")
    if key in found:
        return
    found[key] = Part(part.metadata["Name"], part.version, _licence(part))
    for line in part.requires or ():
        asked = re.match(r"([A-Za-z0-9_.-]+)\s*(?:\[([^\]]*)\])?", line)
        only = re.search(r"""extra\s*==\s*["']([^"']+)""", line)
        if asked is not None and (only is None or only[1] in extras):
            _gather(asked[1], (asked[2] or "").replace(" ", "").split(","), found)


def _licence(part: Distribution) -> str:
    """What the package says of itself: its expression, its classifiers, else the first line of its licence."""
    about = part.metadata
    if expression := about.get_all("License-Expression"):
        return str(expression[0])
    classified = [
        line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or () if line.startswith("License :: OSI")
    ]
    said = " ".join(" ".join(about.get_all("License") or ()).split())
    if said and len(said) <= _LONGEST:
        return said
    return " / ".join(classified) or said[:_LONGEST] or _first_line(part)


def _first_line(part: Distribution) -> str:
    """How the licence itself begins, where it was packed along."""
    for file in part.files or ():
        text = Path(str(part.locate_file(file)))
        if "licen" in file.name.casefold() and text.is_file():
            lines = text.read_text("utf-8", "replace").splitlines()
            return next((line.strip()[:_LONGEST] for line in lines if line.strip()), "")
    return ""


def _version(name: str) -> str:
    try:
        return distribution(name).version
    except PackageNotFoundError:
        return ""


def _grouped(key: bytes) -> str:
    """The key in groups that two people can read to each other."""
    digits = key.hex()
    return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))
