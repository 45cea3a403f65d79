"""Notifications (通知): what happened around a member, told once, on the site and by letter."""
