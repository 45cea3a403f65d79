"""Every way in which threads and what is said in them can change."""

from miquan.threads.actions.accepting import accept, unaccept
from miquan.threads.actions.editing import edit_reply, edit_thread
from miquan.threads.actions.liking import like_reply, unlike_reply
from miquan.threads.actions.reading import read_through
from miquan.threads.actions.states import (
    hide_reply,
    hide_thread,
    remove_reply,
    remove_thread,
    show_reply,
    show_thread,
)
from miquan.threads.actions.writing import start_thread, write_reply

__all__ = [
    "accept", "edit_reply", "edit_thread", "hide_reply", "hide_thread", "like_reply", "read_through", "remove_reply",
    "remove_thread", "show_reply", "show_thread", "start_thread", "unaccept", "unlike_reply", "write_reply",
]  # fmt: skip
