"""What the window does when a setting that counts at once was changed: here or by the command line."""

from officer_app.app.dressing import looks
from officer_app.devices.volume import Sounds
from officer_app.settings import Settings
from officer_app.ui.main_window import MainWindow
from officer_app.ui.theme import THEMES, change_look, worn
from officer_app.ui.wedge import Wedge, WedgeSetup
from officer_app.workstation.in_use import InUse
from officer_app.workstation.running import Running

WEDGE = frozenset({"wedge_prefix", "wedge_suffix", "wedge_gap_ms", "wedge_shortest"})


def take_up(in_use: InUse, window: MainWindow, running: Running, sounds: Sounds) -> None:
    """Let all parts of an open desk obey `in_use` from now on."""
    in_use.hear(frozenset({"language"}), lambda settings: window.set_language(settings.language))
    in_use.hear(frozenset({"look"}), _wear)
    in_use.hear(frozenset({"volume"}), lambda settings: sounds.set_volume(settings.volume))
    in_use.hear(frozenset({"idle_lock_minutes"}), lambda settings: window.idle.lock_after(settings.idle_lock_minutes))
    in_use.hear(frozenset({"repeat_gap_ms"}), lambda settings: running.repeat_within(settings.repeat_gap_ms / 1000))


def take_up_keys(in_use: InUse, wedge: Wedge | None) -> None:
    """Let the scanner that types, where one is read, obey `in_use`, too."""
    if wedge is not None:
        in_use.hear(WEDGE, lambda settings: wedge.set_up(wedge_setup(settings)))


def wedge_setup(settings: Settings) -> WedgeSetup:
    """How the scanner types."""
    return WedgeSetup(settings.wedge_prefix, settings.wedge_suffix, settings.wedge_gap_ms, settings.wedge_shortest)


def _wear(settings: Settings) -> None:
    if THEMES.get(settings.look) is not worn():
        change_look(looks())
