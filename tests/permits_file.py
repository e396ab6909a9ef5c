"""Permits as the file that a counter imports."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from officer_app.core.records import Permit
from officer_app.messages.permits_csv import COLUMNS


def write_permits(permits: Iterable[Permit]) -> bytes:
    """CSV bytes that `read_permits` gives back as `permits`."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for permit in permits:
        for line in permit.declarations:
            row = {name: getattr(permit, name) for name in COLUMNS if hasattr(permit, name)}
            row |= {"permit_no": permit.number, "declaration_no": line.number, "packages": line.packages}
            row |= {"package_unit": line.package_unit, "gross_weight_kg": str(Decimal(line.gross_weight_g) / 1000)}
            writer.writerow(row)
    return stream.getvalue().encode("utf-8")
