"""What is true of groups, without I/O: roles, and what each may do."""

VISIBILITIES = ("public", "unlisted", "members", "private")
JOININGS = ("open", "apply", "invite")
# Who is in a group, from the least to the most; applicants and banned people are outside.
INSIDE = ("member", "moderator", "owner")
TENDING = ("moderator", "owner")
# Whose existence anybody may know of; and whose words anybody may read. By its address an unlisted group counts as public.
KNOWN, READABLE = ("public", "members"), ("public",)
