"""A member's picture in the form of their profile."""

from miquan.accounts.models import Member
from miquan.profiles.forms import ProfileForm
from miquan.profiles.queries import PURPOSE, portrait_id
from miquan.uploads.lone import Lone


def portrait(form: ProfileForm, member: Member) -> Lone:
    """The picture that the form holds for this member."""
    nonce = form.nonce.data or ""
    return Lone(PURPOSE, member.id, nonce, form.portrait, form.portrait_file, form.no_portrait, portrait_id(member))
