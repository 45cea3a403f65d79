"""What is true of groups, without I/O: roles, and what each may do."""

from enum import StrEnum

VISIBILITIES = ("public", "unlisted", "members", "private")
JOININGS = ("open", "apply", "invite")
# Who is in a group, from the least to the most; applicants and banned people are outside.
INSIDE = ("member", "moderator", "owner")
TENDING = ("moderator", "owner")
# Whose existence anybody may know of; and whose words anybody may read. By its address an unlisted group counts as public.
KNOWN, READABLE = ("public", "members"), ("public",)


class Verb(StrEnum):
    """What can be done in a group by those who are in it."""

    # Speak: threads, replies, votes, goods on the shelf. Of an archived group nobody does (`GroupPage.writes`).
    WRITE = "write"
    # Look after what is said: pin, lock, move, hide; applicants, invitations, members who misbehave.
    TEND = "tend"
    # Say what the group is: name, address, rules, who sees and who joins; appoint, hand over, archive.
    CHANGE = "change"


_MAY = {"member": {Verb.WRITE}, "moderator": {Verb.WRITE, Verb.TEND}, "owner": set(Verb)}


def may(role: str, verb: str) -> bool:
    """Whether whoever has this role (`role_of`, "" outside) may do this in the group."""
    return verb in _MAY.get(role, ())


def outranks(role: str, other: str) -> bool:
    """Whether the first may put the second out: moderators members, owners all but owners."""
    ranks = ("", "applicant", "banned", *INSIDE)
    return may(role, Verb.TEND) and ranks.index(role) > ranks.index(other)
