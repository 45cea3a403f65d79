"""A member's picture: the one they have, or one that they brought since, by a plain input or by a script."""

from werkzeug.datastructures import FileStorage

from miquan.accounts.models import Member
from miquan.media.models import File
from miquan.media.shown import Picture, shown_to_owner
from miquan.profiles.forms import ProfileForm
from miquan.profiles.queries import PURPOSE, portrait_id
from miquan.text import is_number
from miquan.uploads import rules, showing
from miquan.uploads.queries import own_files
from miquan.uploads.receiving import receive_sent


def take_in(form: ProfileForm, member: Member) -> str:
    """Receive what the plain input brought; the form names it from then on. Returns what is wrong with the picture.

    A picture that is refused leaves the member's own in its place.
    """
    sent, form.portrait.data = form.portrait.data, None
    mine = str(portrait_id(member) or "")
    if not form.portrait_file.raw_data:
        # WTForms would go back to what the form was filled from.
        form.portrait_file.data, form.no_portrait.data = "", True
    elif not form.portrait_file.data:
        form.portrait_file.data = mine
    if isinstance(sent, FileStorage) and sent.filename:
        try:
            file = receive_sent(sent, owner=member.id, purpose=PURPOSE, nonce=form.nonce.data or "")
        except rules.Refused as error:
            return showing.problem_words(error.reason, PURPOSE)
        form.portrait_file.data, form.no_portrait.data = str(file.id), False
    found = _named(form, member)
    if found is None or found.state != "refused" or form.no_portrait.data:
        return ""
    form.portrait_file.data = mine
    return showing.problem_words(found.problem, PURPOSE)


def _named(form: ProfileForm, member: Member) -> File | None:
    """The member's own picture that the form names; anybody else's is none."""
    told = form.portrait_file.data or ""
    return own_files(member.id, [int(told)], PURPOSE).get(int(told)) if is_number(told, 9) else None


def chosen(form: ProfileForm, member: Member) -> int | None:
    """The id of the picture they want."""
    if form.no_portrait.data:
        return None
    found = _named(form, member)
    return int(found.id) if found else portrait_id(member)


def as_shown(form: ProfileForm, member: Member) -> Picture | None:
    found = _named(form, member)
    return shown_to_owner(found) if found else None
