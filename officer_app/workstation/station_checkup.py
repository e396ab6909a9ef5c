"""The doctor for the window: everything, one finding after the other, while the window's own devices go on reading."""

from collections.abc import Callable, Sequence
from datetime import datetime

from officer_app.core.acts import format_time
from officer_app.paths import Home
from officer_app.texts import Texts
from officer_app.usecases.progress import Progress
from officer_app.viewmodels.ports import Finding
from officer_app.workstation.checkup import Checkup
from officer_app.workstation.whole_files import write_whole


class StationCheckup:
    """Implements `viewmodels.station_ports.CheckupDesk`."""

    def __init__(self, home: Home, texts: Texts) -> None:
        self._home = home
        self._texts = texts

    def look(self, told: Callable[[Finding], None], progress: Progress) -> None:
        """See `CheckupDesk`."""
        found = Checkup(self._home.folder, self._texts).everything(reading=True)
        try:
            for finding in found:
                told(finding)
                progress.step(1)
        finally:
            # What it has open is closed at once, not when somebody collects it.
            found.close()

    def export(self, findings: Sequence[Finding], at: datetime) -> str:
        """See `CheckupDesk`. Raises Trouble."""
        file = self._home.support / f"doctor-{at.strftime('%Y%m%d-%H%M%S')}.txt"
        lines = [f"{each.state:<9} {each.name}\n    {each.sentence.th}\n    {each.sentence.en}" for each in findings]
        write_whole(file, "\n".join([format_time(at), *lines, ""]).encode())
        return str(file)
