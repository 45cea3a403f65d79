"""Every way in which threads and what is said in them can change."""

from miquan.threads.actions.accepting import accept, unaccept
from miquan.threads.actions.editing import edit_reply, edit_thread
from miquan.threads.actions.liking import like_reply, unlike_reply
from miquan.threads.actions.polling import take_vote_back, vote
from miquan.threads.actions.reading import read_through, watch
from miquan.threads.actions.rehoming import merge_thread, move_thread, split_thread
from miquan.threads.actions.states import (
    hide_reply,
    hide_thread,
    remove_reply,
    remove_thread,
    show_reply,
    show_thread,
    take_back,
)
from miquan.threads.actions.tending import give_flair, lock_thread, pin_thread, unlock_thread, unpin_thread
from miquan.threads.actions.writing import start_thread, write_reply

__all__ = [
    "accept", "edit_reply", "edit_thread", "give_flair", "hide_reply", "hide_thread", "like_reply", "lock_thread",
    "merge_thread", "move_thread", "pin_thread", "read_through", "remove_reply", "remove_thread", "show_reply",
    "show_thread", "split_thread", "start_thread", "take_back", "take_vote_back", "unaccept", "unlike_reply", "unlock_thread",
    "unpin_thread", "vote", "watch", "write_reply",
]  # fmt: skip
