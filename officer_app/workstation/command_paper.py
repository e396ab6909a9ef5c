"""The command sheet as the data of its form."""

from officer_app.core.ports import Station
from officer_app.texts import Texts
from officer_app.workstation.command_sheet import CommandSheet, SheetRow

FORM = "command-sheet"


def sheet_data(sheet: CommandSheet, station: Station, texts: Texts) -> dict[str, object]:
    """What stands on the sheet of this desk for the shift it is now."""
    shift = sheet.shift
    desk = texts.both(f"window.desk_{station.desk}")
    data: dict[str, object] = {
        "station": f"{station.site} {station.name}",
        "desk": desk.on_a_line,
        "shift": shift.name,
        "begins": shift.begins.isoformat(),
        "ends": shift.ends.isoformat(),
        "sheet": sheet.number,
    }
    for place, row in enumerate(sheet.rows(), start=1):
        data[f"c{place:02}_code"] = row.code
        data[f"c{place:02}_what"] = _what(row, texts)
    return data


def _what(row: SheetRow, texts: Texts) -> str:
    named = texts.both(f"command.{row.verb}")
    return f"{named.th}: {row.words}" if row.words else f"{named.th} · {named.en}"
