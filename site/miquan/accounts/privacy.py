"""What a member lets others do and see. Pure: the choices are columns of Member."""

MESSAGES_FROM = ("everyone", "followed", "nobody")
FOLLOWS_SEEN_BY = ("everyone", "members", "nobody")
PLACE_SHOWN = ("city", "country", "nobody")


def may_write_to(messages_from: str, *, is_followed: bool = False) -> bool:
    """Whether somebody may write; `is_followed`: the receiver follows them."""
    return messages_from == "everyone" or (messages_from == "followed" and is_followed)
