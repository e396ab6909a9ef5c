from sqlite3 import Connection as Connection
from sqlite3 import DatabaseError as DatabaseError
from sqlite3 import OperationalError as OperationalError

sqlite_version: str
sqlite_version_info: tuple[int, int, int]

def connect(
    database: str,
    *,
    timeout: float = ...,
    isolation_level: str | None = ...,
    check_same_thread: bool = ...,
) -> Connection: ...
