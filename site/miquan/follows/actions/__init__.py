"""Every way in which somebody begins or ceases to follow, mute or block."""

from miquan.follows.actions.blocking import block, lift_blocks, unblock
from miquan.follows.actions.following import follow, unfollow
from miquan.follows.actions.muting import mute, unmute

__all__ = ["block", "follow", "lift_blocks", "mute", "unblock", "unfollow", "unmute"]
