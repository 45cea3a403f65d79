"""Every way in which posts and what stands under them can change."""

from miquan.circle.actions.answering import (
    edit_comment,
    hide_comment,
    release_comment,
    remove_comment,
    show_comment,
    write_comment,
)
from miquan.circle.actions.liking import like, unlike
from miquan.circle.actions.reposting import repost, unrepost
from miquan.circle.actions.saving import save_post
from miquan.circle.actions.states import hide, publish, publish_due, release, remove, schedule, show, unschedule

__all__ = [
    "edit_comment", "hide", "hide_comment", "like", "publish", "publish_due", "release", "release_comment", "remove", "remove_comment", "repost", "save_post", "schedule",
    "show", "show_comment", "unlike", "unrepost", "unschedule", "write_comment",
]  # fmt: skip
