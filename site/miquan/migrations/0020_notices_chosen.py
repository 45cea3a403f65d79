"""Who chose how to hear of something goes on hearing of the rest as they did: it stood in no row while the types said so.

To whom a letter of before was to come who chose nothing, that of Monday comes, which tells the same.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_SAID = {
    "mail": (
        "comment", "answer", "mention", "reply_answer", "own_thread", "accepted", "made_owner", "made_moderator",
        "admitted", "refused", "put_out", "decided", "taken_back", "heard",
    ),
    "daily": ("goods", "asked_in"),
    "here": ("like", "repost", "follow", "follow_up", "watched", "reply_like"),
}  # fmt: skip
_CHOSE = (
    'INSERT INTO "notice_choice" ("member_id", "type", "channel")'
    " SELECT member_id, '{type}', '{channel}' FROM"
    ' (SELECT member_id FROM "notice_choice" UNION SELECT member_id FROM "notice_hours") AS chose'
    " WHERE TRUE ON CONFLICT DO NOTHING"
)
_SAME = 'DELETE FROM "notice_choice" WHERE "type" = \'{type}\' AND "channel" = \'{channel}\''
# What was written at once, and now waits for Monday; of goods there was a letter a day.
_TALK = "('comment', 'answer', 'mention', 'reply_answer', 'own_thread', 'accepted')"
_OF_OTHERS = 'NOT EXISTS (SELECT 1 FROM "notice_choice" AS chosen WHERE chosen.member_id = notice_letter.member_id)'
_GOODS = "EXISTS (SELECT 1 FROM \"notice\" AS told WHERE told.member_id = notice_letter.member_id AND told.type = 'goods' AND told.closed = 0)"
_WAITING = f"""
    SELECT notice_letter.member_id, MIN(notice_letter.at), member.zone, member.lang FROM "notice_letter"
    JOIN "member" ON member.id = notice_letter.member_id
    WHERE {_OF_OTHERS} AND (notice_letter.slot IN {_TALK} OR (notice_letter.slot = 'daily' AND {_GOODS}))
    GROUP BY notice_letter.member_id, member.zone, member.lang
"""
_LETTER = (
    "INSERT INTO \"notice_letter\" (member_id, slot, at) VALUES (?, 'weekly', ?) ON CONFLICT DO NOTHING RETURNING id"
)
_EVENT = """
    INSERT INTO "event" (name, at, subject_kind, subject_id, data)
    VALUES ('notices.due', ?, 'member', ?, ?) RETURNING id
"""
_DELIVERY = """
    INSERT INTO "delivery" (event_id, subscriber, lane, due_at, claimed_by, attempts, error)
    VALUES (?, 'notifications.write', 'notices', ?, '', 0, '')
"""
_ZONES = {"zh-hant": "Asia/Taipei", "zh-hans": "Asia/Shanghai"}


def _each(db: Any, sql: str) -> None:
    for channel, types in _SAID.items():
        for type_ in types:
            db.execute_sql(sql.format(type=type_, channel=channel))


def up(_migrator: Any, db: Any) -> None:
    _each(db, _CHOSE)
    for member, since, zone, lang in _run(db, _WAITING, []).fetchall():
        if _run(db, _LETTER, [member, since]).fetchall():
            now = datetime.now(UTC)
            data = json.dumps({"slot": "weekly"})
            ((event,),) = _run(db, _EVENT, [_stored(db, now), member, data]).fetchall()
            _run(db, _DELIVERY, [event, _stored(db, _monday(now, zone or _ZONES.get(lang, "UTC")))])
    # Their reminders find nothing that waits. What else was to come daily goes on so.
    db.execute_sql(f'DELETE FROM "notice_letter" WHERE slot IN {_TALK} AND {_OF_OTHERS}')


def down(_migrator: Any, db: Any) -> None:
    _each(db, _SAME)


def _monday(now: datetime, zone: str) -> datetime:
    """The next Monday, eight o'clock where the member is."""
    try:
        here = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        here = ZoneInfo("UTC")
    local = now.astimezone(here)
    at = local.replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=-local.weekday() % 7)
    return at if at > local else at + timedelta(days=7)


def _stored(db: Any, moment: datetime) -> Any:
    naive = moment.astimezone(UTC).replace(tzinfo=None)
    return naive if _is_postgres(db) else naive.strftime("%Y-%m-%d %H:%M:%S.%f")


def _run(db: Any, sql: str, values: list[Any]) -> Any:
    return db.execute_sql(sql.replace("?", "%s") if _is_postgres(db) else sql, values)


def _is_postgres(db: Any) -> bool:
    return "postgres" in type(db).__name__.lower()
