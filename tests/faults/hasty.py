"""The control arm of the kills: importing this makes the program commit after the answer."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from app.db import Database

LATER = 0.2


def _commit(database: Database, session: Session) -> None:
    time.sleep(LATER)
    session.commit()
    session.close()
    database._turn.__exit__()


@contextmanager
def writing(database: Database) -> Iterator[Session]:
    """Write, and leave the commit for later."""
    database._turn.__enter__()
    session = Session(database._writer, expire_on_commit=False)
    try:
        yield session
    except BaseException:
        session.close()
        database._turn.__exit__()
        raise
    threading.Thread(target=_commit, args=(database, session)).start()


Database.writing = writing
