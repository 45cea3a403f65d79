"""Passing a post on with a word. What is passed on is always the post itself, never another's repost of it."""

from miquan import text
from miquan.accounts.models import Member
from miquan.circle import care
from miquan.circle.actions import parts
from miquan.circle.actions.counting import count, has_posted, warm
from miquan.circle.actions.liking import seen_by
from miquan.circle.actions.saving import tell_mentioned
from miquan.circle.models import WORD_LIMIT, Post
from miquan.circle.rules import NotHere, NotReady
from miquan.circle.wording import rendered
from miquan.db import held, now, transaction
from miquan.outbox import Event, record
from miquan.versions import bump


def repost(post_id: int, *, by: int, word: str = "", lang: str = "zh-hant") -> Post:
    """Again with another word changes the word.

    Raises NotHere for what they may not see, what is not
    for everyone, and a repost of theirs that a moderator has hidden; NotReady for what a new account may not say yet.
    """
    word = text.clean_text(word, WORD_LIMIT)
    if problems := care.problems_with_words(by, word):
        raise NotReady(problems)
    with transaction():
        care.judged_at_once(by, word)
        original = seen_by(post_id, by)
        original = seen_by(original.repost_of_id, by) if original.repost_of_id else original
        if original.visibility != "public" or original.author_id == by:
            raise NotHere
        Post.insert(
            author=by, repost_of=original.id, kind="repost", state="draft", demo=Member.get_by_id(by).demo
        ).on_conflict_ignore().execute()
        row: Post = held(Post.select().where(Post.author == by, Post.repost_of == original.id)).get()
        if row.state == "hidden":
            # What a moderator took out of sight only a moderator brings back.
            raise NotHere
        is_new = row.state != "published"
        members = parts.named_members(word, by)
        shown = rendered(word, members)
        row.body, row.body_html, row.excerpt, row.lang, row.state = word, shown.html, shown.excerpt, lang, "published"
        row.published_at, row.updated_at = (now() if is_new else row.published_at), now()
        row.edited_at = None if is_new else now()
        row.save()
        new = parts.sync_mentions(row, members)
        parts.store_other_script(row, sorted(members))
        if is_new:
            count(original.id, reposts=1)
            warm(row.id)
            has_posted(row)
            record(Event.POST_REPOSTED, subject=("post", original.id), data={"repost": row.id}, by=by)
        tell_mentioned(row, new)
        bump("pages")
    return row


def unrepost(post_id: int, *, by: int) -> bool:
    """Take a repost back, named by what it passed on. Whether there was one."""
    with transaction():
        mine = (Post.author == by) & (Post.repost_of == post_id) & (Post.state == "published")
        row = held(Post.select().where(mine)).first()
        if row is None:
            return False
        if row.comments:
            Post.update(state="removed", body="", body_html="", excerpt="", hotness=0).where(
                Post.id == row.id
            ).execute()
        else:
            Post.delete().where(Post.id == row.id).execute()
        count(post_id, reposts=-1)
        bump("pages")
    return True
