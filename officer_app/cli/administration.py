"""The centre's administration at the command line: where its address comes from, and its faults as Trouble."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from officer_app.central.address import BadCentralUrl, NotEncrypted
from officer_app.central.administration import AdminFailed, NotMoved
from officer_app.workstation.trouble import Trouble

ADMIN_URL = "OFFICER_APP_ADMIN_URL"


@contextmanager
def administration() -> Iterator[None]:
    """Turn what the centre's administration raises into Trouble with a sentence."""
    try:
        yield
    except (BadCentralUrl, NotEncrypted) as error:
        raise Trouble("bad_url", detail=error.why) from error
    except NotMoved as error:
        # A centre of an older version says why in a sentence of its own alone.
        raise Trouble("centre_forbids", forbids=error.why or str(error), name=error.name) from error
    except AdminFailed as error:
        raise Trouble("centre_not_ready", detail=error.why or str(error)) from error


def admin_url(given: str) -> str:
    """The administration's URL: `given`, else the environment's, which no process list shows. Raises Trouble."""
    url = given or os.environ.get(ADMIN_URL, "")
    if not url:
        raise Trouble("no_admin_url", variable=ADMIN_URL)
    return url
