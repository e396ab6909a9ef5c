"""The practice desk: a home of its own beside the real one, with invented cargo, two accounts and nothing at stake."""

import json
import os
import secrets
import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from officer_app.core.acts import Mode, format_time
from officer_app.core.assess import StampWish
from officer_app.core.buddhist import iso_day
from officer_app.core.export import Outcome
from officer_app.core.guarantees import GuaranteeType
from officer_app.core.ports import SignedIn
from officer_app.core.practice import (
    BATCHED,
    BROKEN,
    COMPARED,
    ELSEWHERE,
    FOLLOWED,
    RELEASED,
    STAMPED_ON_PAPER,
    TRAINEE,
    TRAINER,
    Event,
    events_of,
)
from officer_app.core.refusals import Refusal
from officer_app.messages.sample_permits import sample_permits
from officer_app.messages.sample_transits import sample_transits
from officer_app.paths import Home
from officer_app.settings import Settings
from officer_app.usecases.guarantee_register import Entry, register_guarantee
from officer_app.usecases.import_records import import_permits, import_records
from officer_app.usecases.stamp import stamp
from officer_app.usecases.stamp_from_paper import stamp_from_paper
from officer_app.workstation.home_settings import load_settings
from officer_app.workstation.opening import Workstation, create, now, open_workstation
from officer_app.workstation.transit import transit_desk
from officer_app.workstation.transit_window import FOLDER
from officer_app.workstation.trouble import Trouble
from officer_app.workstation.window_lock import is_held

POST, OTHER_POST = "CP-1", "CP-2"
GUARANTEE = "PRACTICE-1"
MOST_ACTS = 100_000
LAST_DAY = date(2599 - 543, 12, 31)
_ROLES = {
    "inspection": frozenset({"inspection", "xray"}),
    "checking_post": frozenset({"checking_post"}),
    "counter_services": frozenset({"counter_services"}),
    "transit": frozenset({"transit", "signer"}),
}
_TRAINERS = frozenset({"inspection", "supervisor", "transit", "signer"})


@dataclass(frozen=True)
class Practice:
    """What a practice home says of itself. `password`: of both its accounts, worth nothing elsewhere."""

    desk: str
    password: str
    began: str


def practice_folder(folder: Path, desk: str) -> Path:
    """Where the practice desk beside the home in `folder` lies."""
    return Home(folder).training / desk


def prepare(folder: Path, desk: str) -> Path:
    """The practice desk beside the home in `folder`, made where it is not there yet. Raises Trouble."""
    place = practice_folder(folder, desk)
    if place.exists():
        practice_of(place)
        return place
    fresh = place.with_name(f"{desk}.new")
    try:
        if fresh.exists():
            shutil.rmtree(fresh)
        _make(fresh, _settings(folder, desk))
        # Under its name only when it is whole: what was broken off is simply made anew.
        fresh.replace(place)
    except OSError as error:
        raise Trouble("home_unwritable", path=str(place), detail=error.strerror or type(error).__name__) from error
    return place


def remove(folder: Path, desk: str) -> None:
    """Take the practice desk away, with all that was done there; a home that is none is not touched. Raises Trouble."""
    place = practice_folder(folder, desk)
    if not place.exists():
        return
    practice_of(place)
    old = place.with_name(f"{desk}.old")
    try:
        if is_held(Home(place).lock):
            raise Trouble("practice_open", path=str(place))
        if old.exists():
            shutil.rmtree(old)
        place.replace(old)
        shutil.rmtree(old)
    except OSError as error:
        raise Trouble("home_unwritable", path=str(place), detail=error.strerror or type(error).__name__) from error


def practice_of(folder: Path) -> Practice:
    """What the practice home in `folder` is. Raises Trouble where it is none, or not of training."""
    try:
        table = json.loads(Home(folder).practice.read_text("utf-8"))
        found = Practice(str(table["desk"]), str(table["password"]), str(table["began"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Trouble("not_practice", path=str(folder)) from error
    if load_settings(Home(folder)).station.mode is not Mode.TRAINING:
        raise Trouble("not_practice", path=str(folder))
    return found


def events(opened: Workstation) -> list[Event]:
    """What was done at the practice desk so far, in its order; what was shown there is kept in the log of looks."""
    shown = [(look.at, look.officer, look.number) for look in opened.looks.found(officer=TRAINEE)]
    return events_of(opened.journal.own_acts(0, MOST_ACTS), shown)


def _settings(folder: Path, desk: str) -> Settings:
    """As the real desk is set up, where there is one: its language, look, scanners and sounds; never its centre, nor
    its officers' cards, nor what only an office or a second medium can answer.
    """
    plain = Settings(site="MS" if desk == "transit" else "CE", desk=desk, name="P-1")
    try:
        like = load_settings(Home(folder))
    except Trouble:
        like = plain
    return replace(
        like,
        site=like.site,
        desk=desk,
        name="P-1",
        mode=Mode.TRAINING.value,
        post=POST if desk == "checking_post" else "",
        posts=(POST, OTHER_POST),
        office=(like.office or "4901") if desk == "transit" else "",
        central_url="",
        post_url="",
        printer="",
        unsent_copy="",
        copy_needed=False,
        own_grants=0,
        confirm_after_start=False,
        pkcs11_module="",
        certified_keys_only=False,
        administrator_needed=False,
        cut_off_first=False,
        ballast_mb=0,
        looks_kept_days=90,
    )


def _make(folder: Path, settings: Settings) -> None:
    create(folder, settings)
    opened = open_workstation(folder)
    try:
        password = secrets.token_hex(3)
        trainer = _people(opened, password)
        import_permits(opened.counter, sample_permits(now()))
        if settings.desk == "checking_post":
            _stamps(opened, trainer)
        if settings.desk == "counter_services":
            _proved(stamp(opened.counter, trainer, FOLLOWED, StampWish(Outcome.GREEN, POST)))
        if settings.desk == "transit":
            _cases(opened, trainer)
    finally:
        opened.close()
    table = {"desk": settings.desk, "password": password, "began": format_time(now())}
    descriptor = os.open(Home(folder).practice, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(table, stream)


def _people(opened: Workstation, password: str) -> SignedIn:
    texts = opened.texts
    desk = opened.settings.desk
    for name, roles in ((TRAINER, _TRAINERS), (TRAINEE, _ROLES[desk])):
        said = texts.both(f"practice.{name}")
        _proved(opened.officers.add(name, f"{said.th} {said.en}", roles, password))
    trainer = opened.officers.sign_in(TRAINER, password)
    if isinstance(trainer, Refusal):
        raise Trouble("damaged", detail=trainer.code)
    return trainer


def _stamps(opened: Workstation, trainer: SignedIn) -> None:
    """What came to the post before the shift began."""
    for number, post in (
        (RELEASED, POST),
        (COMPARED, POST),
        (BROKEN, POST),
        (ELSEWHERE, OTHER_POST),
        (BATCHED, POST),
    ):
        _proved(stamp(opened.counter, trainer, number, StampWish(Outcome.GREEN, post)))
    like = next(each for each in sample_permits(now()) if each.number == RELEASED)
    sheet = replace(like, number=STAMPED_ON_PAPER, container_no="", seal_no="", vehicle="70-4321")
    _proved(
        stamp_from_paper(opened.counter, trainer, sheet, StampWish(Outcome.GREEN, POST), "สายขาด / the line was cut")
    )


def _cases(opened: Workstation, trainer: SignedIn) -> None:
    """Declared data where the intake looks, and the guarantee that the case is covered by."""
    records = sample_transits(now())
    import_records(opened.counter, records)
    tables = [json.loads(record.doc) for record in records]
    declared = next(table for table in tables if table["applicant_class"] == "1" and table["destination_code"] == "LA")
    left = ("decl_no", "sequence_no", "date_limit", "printed_at")
    file = opened.home.folder / FOLDER / "practice.json"
    file.parent.mkdir()
    kept = {name: value for name, value in declared.items() if name not in left}
    file.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    holder = str(declared["applicant_tax_id"])
    licence, ends = str(declared["dlt_licence_no"]), iso_day(declared["dlt_licence_expiry"])
    entry = Entry(GUARANTEE, GuaranteeType.BOND, holder, 0, LAST_DAY, licence, ends)
    _proved(register_guarantee(transit_desk(opened), trainer, entry))


def _proved(done: object) -> None:
    if isinstance(done, Refusal):
        raise Trouble("damaged", detail=f"practice: {done.code}")
