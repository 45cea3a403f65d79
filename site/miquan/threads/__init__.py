"""Threads (話題) of groups and the replies (回覆) in them."""
