"""The picture that link previews show of a post."""
