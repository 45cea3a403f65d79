"""Kinds of letters, and how people and addresses are named in them. Pure."""

import re

from miquan.i18n import lazy

# kind -> whether a member may refuse it. Letters about the account itself always come.
KINDS = {"account": False, "question": True, "news": True}
NAMES = {"question": lazy("會員問你的事"), "news": lazy("蜜圈的消息")}
REFUSABLE = tuple(kind for kind, refusable in KINDS.items() if refusable)

# What a mail reader would make a link of: a scheme, a path, or a word with a dot inside.
_LINKLIKE = re.compile(r"[/\\@:：／＠]|\w[.．。｡․]\w")


def called(name: str, handle: str) -> str:
    """How a letter calls a member: by name, but by @handle where the name would become a link in a mail reader.

    Anyone can have a letter sent to any address by joining with it, so that a name must not carry a message.
    """
    line = " ".join(name.split())
    return f"@{handle}" if not line or _LINKLIKE.search(line) else line


def redacted(address: str) -> str:
    """An address that logs and lists may show: nina@example.org becomes n…@example.org."""
    local, _at, host = address.rpartition("@")
    return f"{local[:1]}…@{host}"
