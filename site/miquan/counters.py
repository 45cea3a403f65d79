"""Stored counters compared with the rows they count, and mended while the site goes on counting."""

from collections.abc import Callable
from typing import Any

from miquan.db import is_postgres, transaction


def mended(
    model: Any, counted: dict[str, Any], where: tuple[Any, ...] = (), then: Callable[[int], None] | None = None
) -> list[int]:
    """Bring counters to what the queries count, by column; the ids of rows that were wrong. `then` is told each.

    What looks wrong is only a suspicion: somebody may be counting it at this moment. Whoever counts holds the row until
    their own rows are committed too, so each suspect is held, and only then compared again, each in a transaction of its
    own: nobody waits for more than one, and no two can wait for each other.
    """
    key = model._meta.primary_key
    columns = [getattr(model, name) for name in counted]
    suspects: set[Any] = set()
    for column, query in zip(columns, counted.values(), strict=True):
        suspects |= {row[0] for row in model.select(key).where(column != query, *where).tuples()}
    found = []
    for id_ in sorted(suspects):
        with transaction():
            if _mend(model, key == id_, columns, list(counted.values())):
                found.append(id_)
                if then is not None:
                    then(id_)
    return found


def still(query: Any) -> Any:
    """The query, its rows held until the transaction ends. Rows that point at them still come in: who has just written
    one and goes on to count it would else wait for us, and we for them."""
    return query.for_update("FOR NO KEY UPDATE") if is_postgres() else query


def _mend(model: Any, one: Any, columns: list[Any], queries: list[Any]) -> bool:
    if still(model.select(model._meta.primary_key).where(one)).tuples().first() is None:
        return False
    # A statement of its own: it sees all that was committed before the row was held.
    numbers = model.select(*columns, *queries).where(one).tuples().get()
    have, right = numbers[: len(columns)], numbers[len(columns) :]
    if have == right:
        return False
    model.update(dict(zip(columns, right, strict=True))).where(one).execute()
    return True
