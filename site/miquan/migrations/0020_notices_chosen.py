"""Who chose how to hear of something goes on hearing of the rest as they did: it stood in no row while the types said so."""

from typing import Any

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
    " SELECT DISTINCT \"member_id\", '{type}', '{channel}' FROM \"notice_choice\" WHERE TRUE ON CONFLICT DO NOTHING"
)
_SAME = 'DELETE FROM "notice_choice" WHERE "type" = \'{type}\' AND "channel" = \'{channel}\''


def _each(db: Any, sql: str) -> None:
    for channel, types in _SAID.items():
        for type_ in types:
            db.execute_sql(sql.format(type=type_, channel=channel))


def up(_migrator: Any, db: Any) -> None:
    _each(db, _CHOSE)


def down(_migrator: Any, db: Any) -> None:
    _each(db, _SAME)
