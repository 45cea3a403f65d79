"""The queue: what happened, and to whom it is still to be told."""

from peewee import BigAutoField, CharField, ForeignKeyField, IntegerField, TextField

from miquan.db import BaseModel, JsonField, UtcField, now

ERROR_LIMIT = 2_000


class EventRow(BaseModel):
    """Something that happened, written in the transaction that made it happen."""

    id = BigAutoField()
    name = CharField(60)
    at = UtcField(default=now)
    actor_id = IntegerField(null=True)
    subject_kind = CharField(30, null=True)
    subject_id = IntegerField(null=True)
    data = JsonField(default=dict)

    class Meta:
        table_name = "event"
        indexes = ((("at",), False),)


class Delivery(BaseModel):
    """One event for one subscriber. Open while `done_at` and `set_aside_at` are empty; a claim is a lease."""

    id = BigAutoField()
    event = ForeignKeyField(EventRow, backref="deliveries", on_delete="CASCADE")
    subscriber = CharField(80)
    lane = CharField(20)
    due_at = UtcField()
    claimed_until = UtcField(null=True)
    claimed_by = CharField(40, default="")
    attempts = IntegerField(default=0)
    done_at = UtcField(null=True)
    set_aside_at = UtcField(null=True)
    error = TextField(default="")

    class Meta:
        indexes = (
            (("event", "subscriber"), True),
            (("lane", "done_at", "set_aside_at", "due_at"), False),
        )


class LaneLease(BaseModel):
    """Who works on a lane that has one consumer only."""

    lane = CharField(20, primary_key=True)
    holder = CharField(40, default="")
    until = UtcField()
