"""Every address that could tell of a post, written down: what a reader asks for, and for whom it may answer with the post.

`POST`, `LATER`, `BOARD`, `TAG` and `MEI` in a path stand for ids of the scene. A route of the circle without a row
here or in `SILENT` fails (`test_every_route_has_a_row`). Rows are asked for as pages and as the parts that htmx wants.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.circle.test_visible import READERS, WAYS

# What a mute does to whoever made it, besides the ten ways of `WAYS`; each is the stranger's own.
MUTES = ("muted_member", "muted_tag", "muted_word")
ALL_WAYS = (*WAYS, *MUTES)
# (way, reader) -> whether the post may be told.
Rule = Callable[[str, str], bool]


def _base(way: str) -> str:
    return "public" if way in MUTES else way


def opened(way: str, reader: str) -> bool:
    """At its own address, or because they kept it: also what is unlisted, also what they muted."""
    return reader in WAYS[_base(way)][0]


def by_name(way: str, reader: str) -> bool:
    """In a list that the reader asked for by its author's name: mutes do not count."""
    return reader in WAYS[_base(way)][1]


def listed(way: str, reader: str) -> bool:
    """In a list that nobody asked for by name."""
    return by_name(way, reader) and not (way in MUTES and reader == "stranger")


def by_tag(way: str, reader: str) -> bool:
    """On the page of a tag: who muted the tag itself and opened its page all the same asked for it by name."""
    return by_name(way, reader) if way == "muted_tag" else listed(way, reader)


def for_all(way: str, reader: str) -> bool:
    """What is the same for everyone but for whom a block parts: only what is public."""
    parted = way in ("blocks", "blocked") and reader == "stranger"
    return _base(way) in ("public", "blocks", "blocked") and not parted


def hot(way: str, reader: str) -> bool:
    """What is offered to members by itself: public and not muted."""
    return for_all(way, reader) and listed(way, reader)


def followed(way: str, reader: str) -> bool:
    """What comes to those who follow its author."""
    return reader == "follower" and listed(way, reader)


def in_feed(way: str, reader: str) -> bool:
    """One's own posts have their turn too."""
    return followed(way, reader) or (reader == "author" and listed(way, reader))


def told_of(way: str, reader: str) -> bool:
    """Those whom it named, while they may open it and still hear its author."""
    return {"follower": opened(way, reader), "stranger": opened(way, reader) and way != "muted_member"}.get(
        reader, False
    )


def on_boards(way: str, reader: str) -> bool:
    """On a board that others see, nothing stands that is in no list, not even for its author."""
    return way != "unlisted" and by_name(way, reader)


def kept(way: str, reader: str) -> bool:
    """By the one who kept it, as long as they may open it."""
    return reader == "follower" and opened(way, reader)


def learnt_from(way: str, reader: str) -> bool:
    """Nothing is learnt from what is not for everyone."""
    return reader == "follower" and for_all(way, reader)


def passed_on(way: str, reader: str) -> bool:
    """Others pass on what is for everyone."""
    return reader != "author" and for_all(way, reader)


def to_look_at(way: str, reader: str) -> bool:
    """Its author also sees what is not out, and why a moderator hid it."""
    return opened(way, reader) or (reader == "author" and way in ("draft", "scheduled", "hidden"))


def to_go_on_with(way: str, reader: str) -> bool:
    return reader == "author" and way in ("draft", "scheduled")


def as_it_was(way: str, reader: str) -> bool:
    return opened(way, reader) or (reader == "author" and way == "hidden")


def nobody(_way: str, _reader: str) -> bool:
    return False


@dataclass(frozen=True)
class Out:
    """`path` below the language; `readers` who ask; `told` whether its address tells of it too, or only its words do.

    `told_as` says which of page and part hold it; the other one is asked for too, and tells of it to nobody.
    """

    endpoint: str
    path: str
    rule: Rule
    readers: tuple[str, ...] = READERS
    told: bool = True
    told_as: tuple[str, ...] = ("page", "part")

    def ways_to_ask(self, reader: str) -> tuple[str, ...]:
        """What tells nobody is asked by a stranger only; parts by those two whom most differs for."""
        if reader not in self.readers or (self.rule is nobody and reader != "stranger"):
            return ()
        return ("page", "part") if reader in ("stranger", "follower") and self.rule is not nobody else ("page",)


MEMBERS = READERS[1:]
PAGE, PART = ("page",), ("part",)
OUTS: dict[str, Out] = {
    # feeds
    "front of a visitor": Out("front.index", "/", for_all, ("visitor",)),
    "feed": Out("front.index", "/?feed=following", in_feed, MEMBERS),
    "for you": Out("front.index", "/?feed=for-you", hot, MEMBERS),
    "what came since": Out("front.new_posts", "/new-posts?show=1&since=1", followed, MEMBERS, told_as=PART),
    # people and their reposts
    "person": Out("storefronts.show", "/@mei", by_name, told_as=PAGE),
    "posts of a person": Out("personposts.show", "/@mei/posts", by_name),
    "who passed it on": Out("personposts.show", "/@tang/posts", by_name),
    # tags and places
    "tag": Out("tags.show", "/tags/鐵瓶", by_tag),
    "country": Out("places.show", "/places/japan", listed, told_as=PAGE),
    "city": Out("places.city", "/places/japan/kyoto", listed, told_as=PAGE),
    "posts of a country": Out("places.country_posts", "/places/japan/posts", listed),
    "posts of a city": Out("places.city_posts", "/places/japan/kyoto/posts", listed),
    # search and suggestions
    "search": Out("search.index", "/search?q=祕密&in=posts", listed),
    "search by tag": Out("search.index", "/search?q=鐵瓶&in=posts", listed),
    "search that opens on what there is": Out("search.index", "/search?q=祕密", listed),
    "search for goods": Out("search.index", "/search?q=祕密&in=goods", nobody),
    "search for people": Out("search.index", "/search?q=祕密&in=people", nobody),
    "search for threads": Out("search.index", "/search?q=祕密&in=threads", nobody),
    "search for groups": Out("search.index", "/search?q=祕密&in=groups", nobody),
    "search for tags": Out("search.index", "/search?q=祕密&in=tags", nobody),
    "suggestions": Out("search.suggestions", "/search/suggestions?q=河邊", nobody),
    # recommendations and the portrait
    "people and goods": Out("recommendations.index", "/recommendations", nobody, MEMBERS),
    "people at the beginning": Out("welcome.people", "/me/welcome/people", nobody, MEMBERS),
    "portrait": Out("portraits.show", "/me/portrait", nobody, MEMBERS),
    "where it came from": Out("portraits.origin", "/me/portrait/sources/tag/鐵瓶", learnt_from, MEMBERS),
    # boards
    "board": Out("boards.show", "/@nina/boards/BOARDSLUG", on_boards),
    "own board": Out("boards.own", "/me/boards/BOARD", kept, MEMBERS, told_as=PAGE),
    "kept": Out("boards.index", "/me/boards", nobody, MEMBERS),
    "keeping it": Out("boards.button", "/saves/post/POST", opened, MEMBERS, told_as=PAGE),
    "giving up a board": Out("boards.remove", "/me/boards/BOARD/removal", nobody, MEMBERS),
    "where to keep it": Out("boards.place", "/saves/post/POST/board", kept, MEMBERS, told_as=PAGE),
    # what is for machines
    "Atom of a person": Out("personposts.feed", "/@mei/posts.atom", for_all),
    "Atom of who passed it on": Out("personposts.feed", "/@tang/posts.atom", nobody),
    "Atom of a tag": Out("tags.feed", "/tags/鐵瓶/feed.atom", for_all),
    "sitemap": Out("seo.section", "/sitemaps/posts-0.xml", lambda way, _reader: for_all(way, "visitor")),
    "sitemap of people": Out("seo.section", "/sitemaps/people-0.xml", nobody),
    # its own page and what stands beside others
    "page": Out("circle.show", "/c/POSTSLUG", to_look_at, told=False, told_as=PAGE),
    "another post of its author": Out("circle.show", "/c/LATERSLUG", by_name, told_as=PAGE),
    "history": Out("circle.history", "/c/POST/history", as_it_was, told=False),
    "a comment": Out("answering.branch", "/c/POST/comments/COMMENT", nobody, told=False),
    "mending a comment": Out("answering.edit", "/c/POST/comments/COMMENT/edit", nobody, MEMBERS, told=False),
    "taking a comment away": Out("answering.remove", "/c/POST/comments/COMMENT/removal", nobody, MEMBERS, told=False),
    "taking it away": Out("composing.remove", "/c/POST/removal", nobody, MEMBERS, told=False),
    "not out yet": Out("composing.drafts", "/c/drafts", to_go_on_with, MEMBERS),
    "passing it on": Out("liking.repost", "/c/POST/repost", passed_on, MEMBERS, told=False),
    "writing on": Out("composing.new", "/c/new?kind=followup&follows_up=POST", nobody, MEMBERS[:2]),
    "goods to mention": Out("composing.products", "/c/products?find=祕密", nobody, MEMBERS),
    "whom to name": Out("composing.people", "/c/people?q=mei", nobody, MEMBERS),
    "reporting it": Out("moderation.new", "/reports/post/POST", nobody, MEMBERS, told=False),
    # what one is told of, and what everybody may read of moderation
    "notifications": Out("notices.index", "/me/notifications", told_of, MEMBERS),
    "what is new of them": Out("notices.new", "/me/notifications/new", nobody, MEMBERS),
    "their bell": Out("notices.bell", "/me/notifications/bell", nobody, MEMBERS),
    "record of moderation": Out("moderation_log.index", "/moderation", nobody),
    "decisions about oneself": Out("decisions.index", "/me/decisions", nobody, MEMBERS),
    # whom and what one follows and mutes
    "followers": Out("follow_lists.followers", "/@mei/followers", nobody),
    "following": Out("follow_lists.following", "/@nina/following", nobody),
    "mutes": Out("mutes.index", "/me/mutes", nobody, MEMBERS),
    "muting its tag": Out("mutes.about", "/me/mutes/tag/TAG", nobody, MEMBERS),
    "muting its author": Out("mutes.about", "/me/mutes/member/MEI", nobody, MEMBERS),
}  # fmt: skip

# Routes by the beginning of their endpoint that tell of no posts, each with its reason.
SILENT = {
    "composing.edit": "its author's own, 404 for everybody else (tests/circle/test_composing.py)",
    "composing.preview": "one's own words as they are being written",
    "sharing.show": "the picture for previews (tests/circle/test_sharing.py)",
    "portraits.download": "what a member takes along, asked for with the other sections",
    "welcome.": "questions to a newcomer; the part that names people is above",
    "composing.remove": "its author's own",
    "composing.drafts": "one's own words",
    "answering.remove": "a comment of one's own",
    "boards.button": "whether one kept it, and nothing else",
    "boards.remove": "a board of one's own",
    "notices.settings": "how to hear",
    "moderation_log.guide": "the rules",
    "group": "groups and threads, which have a table of their own (tests/groups/ways_out.py)",
    "thread": "the same",
    "front.healthz": "whether the database answers",
    "storefronts.": "goods for machines; the page of a person is above",
    "seo.": "what is in no section; the sections with posts and people are above",
    "places.index": "countries and numbers of goods",
    "thread_": "what members of a group do with what they said",
    "threads.": "what is said in groups",
}
# Blueprints that know of no posts: goods, accounts, the desk of who sees everything. Whatever is in neither list fails.
QUIET = (
    "account", "announcements", "asking", "blocklists", "brands", "bulk", "canned", "categories", "departures", "desk", "desk_categories", "desk_groups", "desk_health", "desk_naming", "desk_posts", "desk_rates", "desk_settings", "desk_statistics", "desk_storefronts", "exports",
    "factors", "files", "goods_rules", "imports", "listing", "mail", "me", "members", "objections", "preview", "products",
    "profiles", "queues", "saved_views", "security", "sessions", "shop", "static", "studio", "uploads",
)  # fmt: skip
