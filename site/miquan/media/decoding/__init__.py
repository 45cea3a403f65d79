"""Looking at files in child processes: what strangers made is never decoded in a process that serves or writes."""

from miquan.media.decoding.pool import Busy, Looked, look

__all__ = ["Busy", "Looked", "look"]
