"""The settings of a home, or the trouble that they are: read before any store is loaded."""

from officer_app import settings as settings_file
from officer_app.paths import Home
from officer_app.settings import BadSettings, Settings
from officer_app.workstation.trouble import Trouble


def load_settings(home: Home) -> Settings:
    """The settings of `home`. Raises Trouble."""
    try:
        return settings_file.load(home.settings)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Trouble("no_home", path=str(home.folder)) from error
    except OSError as error:
        raise Trouble(
            "settings_unreadable", path=str(home.settings), detail=error.strerror or type(error).__name__
        ) from error
    except BadSettings as error:
        raise Trouble("settings_unreadable", path=str(home.settings), detail=str(error)) from error
