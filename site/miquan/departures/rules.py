"""How long things take, and what a build of a member's data may cost. Pure."""

from datetime import timedelta

GRACE = timedelta(days=14)
KEPT = timedelta(days=7)
# Ready exports of one member in a day; a build that nobody finished in this time has failed.
A_DAY = timedelta(days=1)
EXPORTS_A_DAY = 3
# Progress is written down at most so often, in seconds.
TOLD_EVERY = 0.5
LANE = "leaving"
UNDER_WAY = ("asked", "building")
