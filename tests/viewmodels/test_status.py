"""The status bar's model: ages, queues, troubles, counts, in sentences."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from officer_app.core.ports import Granted
from officer_app.core.scans import ScanCount
from officer_app.devices.unheard import Unheard
from officer_app.texts import Both
from officer_app.viewmodels.inspection import InspectionModel
from officer_app.viewmodels.ports import Link, Scanner, Storage
from officer_app.viewmodels.status import StatusModel
from officer_app.viewmodels.view import StatusItem, Tone
from tests.viewmodels import world as sample
from tests.viewmodels.world import OneAnswer, World


def status(world: World, link: Link | None = None, scanner: Scanner | None = None) -> StatusModel:
    return StatusModel(world.counter, world.texts, world.sounds, link or Link("none"), scanner or Scanner())


def said(model: StatusModel, counts: ScanCount | None = None) -> dict[str, StatusItem]:
    model.refresh()
    return {item.name: item for item in model.items("en", counts or ScanCount())}


def test_it_says_how_old_the_data_are_and_when_that_is_too_old(counter_world: World) -> None:
    model = status(counter_world)
    assert said(model)["age"] == StatusItem("age", "Data 42 s old", Tone.NEUTRAL, said(model)["age"].shape)
    counter_world.now += timedelta(hours=3)
    assert (said(model)["age"].text, said(model)["age"].tone) == ("Data 3 h 0 min old", Tone.ATTENTION)


def test_where_no_centre_is_set_it_says_that_nothing_is_sent_however_much_is_recorded(counter_world: World) -> None:
    model = status(counter_world, Link())
    desk = InspectionModel(counter_world.tools)
    desk.sign_in(sample.signed_in(sample.INSPECTOR), {})
    desk.on_scan(sample.GREEN)
    desk.green()
    assert counter_world.journal.queue().unsent == 1
    assert (said(model)["unsent"].text, said(model)["unsent"].tone) == ("Not sent", Tone.NEUTRAL)


def test_it_counts_what_waits_and_what_the_centre_did_not_take(tmp_path: Path) -> None:
    with closing(sample.make_world(tmp_path / "linked", "inspection", OneAnswer(Granted("centre")))) as world:
        model = status(world)
        assert said(model)["unsent"].text == "Unsent 0"
        assert "quarantined" not in said(model)
        desk = InspectionModel(world.tools)
        desk.sign_in(sample.signed_in(sample.INSPECTOR), {})
        desk.on_scan(sample.GREEN)
        desk.green()
        act = world.journal.acts()[0]
        world.journal.quarantine(act.act_id, "refused_by_centre", "why")
        items = said(model)
        assert (items["unsent"].text, items["quarantined"].text) == ("Unsent 1", "Not taken 1")
        assert items["quarantined"].tone is Tone.REFUSE


def test_it_says_where_the_trouble_is_and_what_to_do(counter_world: World) -> None:
    sentence = Both("ไทย", "The cable is out.")
    model = status(counter_world, Link("here", sentence=sentence))
    assert (said(model)["link"].text, said(model)["link"].more) == ("Trouble here", "The cable is out.")
    raw = "server closed the connection"
    model.link = Link("centre", sentence=Both(raw, raw))
    item = said(model)["link"]
    assert (item.text, item.detail) == ("Trouble at the centre", raw)
    assert item.more == "The centre is in trouble. Work goes on; everything is kept and sent when it answers."
    model.link = Link("none", encrypted=False)
    assert said(model)["encryption"].text == "Not encrypted (loopback)"
    model.link = Link("none", encrypted=True)
    assert "encryption" not in said(model)


def test_it_counts_scans_and_says_why_the_scanner_is_silent(counter_world: World) -> None:
    counts = ScanCount().with_understood().with_refused().with_repeat().with_dropped("not_text")
    model = status(counter_world, scanner=Scanner("/dev/ttyACM0", ready=True))
    item = said(model, counts)["scanner"]
    assert item.text == "Scanner ready: read 3 · understood 1 · refused 2 · repeats 1"
    assert item.detail == "no text 1"
    model.scanner = Scanner("/dev/ttyACM0", sentence=Both("ไทย", "Unplugged."))
    assert (said(model)["scanner"].tone, said(model)["scanner"].more) == (Tone.REFUSE, "Unplugged.")
    assert said(model)["scanner"].text.startswith("No scanner:")
    model.scanner = Scanner("/dev/ttyACM0, /dev/ttyACM1", sentence=Both("ไทย", "Unplugged."), another=True)
    assert (said(model)["scanner"].tone, said(model)["scanner"].more) == (Tone.REFUSE, "Unplugged.")
    assert said(model)["scanner"].text.startswith("A scanner is missing:")


def test_a_silent_desk_is_said_to_be_one(counter_world: World) -> None:
    model = status(counter_world)
    assert said(model)["sound"].text == "Sound on"
    counter_world.sounds.trouble = Unheard("no_player", {"players": "aplay"})
    assert said(model)["sound"].text == "No sound"
    assert "no player found (aplay)" in said(model)["sound"].more


def test_a_centre_that_was_not_heard_of_yet_is_neither_there_nor_in_trouble(tmp_path: Path) -> None:
    world = sample.make_world(tmp_path / "online", "checking_post", OneAnswer(Granted("centre")))
    try:
        assert said(status(world, Link()))["link"].text == "Reaching the centre"
    finally:
        world.close()


def test_a_workstation_alone_has_no_trouble(counter_world: World) -> None:
    assert said(status(counter_world, Link()))["link"].text == "Stands alone"


def test_it_says_when_the_disk_fills_and_alarms_once(counter_world: World) -> None:
    storage = [Storage()]
    args = (counter_world.counter, counter_world.texts, counter_world.sounds, Link("none"), Scanner())
    model = StatusModel(*args, lambda: storage[0])
    assert {"room", "copy", "mirror"} & set(said(model)) == set()
    storage[0] = Storage("little", 1500)
    assert (said(model)["room"].text, said(model)["room"].tone) == ("1500 MB of disk left", Tone.ATTENTION)
    assert counter_world.sounds.heard == []
    storage[0] = Storage("spent", 9)
    for _ in range(2):
        items = said(model)
        assert (items["room"].text, items["room"].tone) == ("Disk almost full: 9 MB left", Tone.REFUSE)
        assert next(iter(items)) == "room"
    assert counter_world.sounds.heard == ["alarm"]


def test_it_says_how_the_second_medium_is_and_what_to_do(counter_world: World) -> None:
    storage = [Storage(copy="good")]
    args = (counter_world.counter, counter_world.texts, counter_world.sounds, Link("none"), Scanner())
    model = StatusModel(*args, lambda: storage[0])
    assert (said(model)["copy"].text, said(model)["copy"].tone) == ("Unsent acts copied", Tone.NEUTRAL)
    for medium in ("away", "same_disk", "ahead"):
        storage[0] = Storage(copy=medium, behind=3)
        item = said(model)["copy"]
        assert (item.text, item.tone) == ("3 without a copy", Tone.ATTENTION)
        assert "medium" in item.more
    storage[0] = Storage(mirror_lost=True)
    assert "kept" in said(model)["mirror"].more
