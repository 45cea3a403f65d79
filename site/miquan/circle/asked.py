"""What addresses of posts and comments ask for."""

from flask import request

from miquan.text import is_number


def after() -> int:
    """The comment behind which the page that is asked for begins; 0 for what is no id."""
    told = request.args.get("after", "")
    return int(told) if is_number(told, 9) else 0
