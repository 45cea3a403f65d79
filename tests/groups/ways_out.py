"""Every address that could tell of a group, written down: what a reader asks for, and what it tells to whom.

A path stands below the language; what is in braces are ids of the scene (`tests/groups/secrets.py`). `ABOUT` is asked
for every group, `ANYWHERE` once. No row tells anybody more than `secrets.known` allows; what a row says in `tells` must
be told to those for whom it is (`to`), so that a row that asks for nothing fails too. A route that is in neither table
nor in `SILENT` or `QUIET` fails (`test_every_route_has_a_row`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.circle.ways_out import QUIET as OF_POSTS
from tests.groups.secrets import INSIDERS, WAYS, known

# (way, reader) -> whether a row is for this reader, where they may know of the thing at all.
Rule = Callable[[str, str], bool]


def everyone(_way: str, _reader: str) -> bool:
    return True


def signed_in(_way: str, reader: str) -> bool:
    return reader != "visitor"


def reporting(_way: str, reader: str) -> bool:
    """Nobody reports what is their own."""
    return reader not in ("visitor", "owner")


def inside(_way: str, reader: str) -> bool:
    return reader in INSIDERS


def writing(way: str, reader: str) -> bool:
    return reader in INSIDERS and way != "resting"


def tending(_way: str, reader: str) -> bool:
    return reader in ("moderator", "owner")


def only(*readers: str) -> Rule:
    return lambda _way, reader: reader in readers


def in_ways(*ways: str) -> Rule:
    return lambda way, _reader: way in ways


def applying(way: str, reader: str) -> bool:
    """Who is not inside, and the group takes applications."""
    return way != "resting" and reader not in (*INSIDERS, "visitor")


def let_in(way: str, reader: str) -> bool:
    """By a link, whoever has it; who is inside is led on."""
    return way != "resting" and reader not in INSIDERS


def own_lists(way: str, reader: str) -> bool:
    """In the bar of groups: those one is in and where people still talk."""
    return reader in INSIDERS and way != "resting"


def reading(way: str, reader: str) -> bool:
    return known(way, reader, "title")


def applied(_way: str, reader: str) -> bool:
    return reader in (*INSIDERS, "applicant")


@dataclass(frozen=True)
class Out:
    """`tells`: kinds of words. `part`: those of them that the part for htmx tells. `listed`: nobody asked for the group by its
    address; `own`: a list of what one chose oneself, where that does not matter. `also`: reader ("*": all) -> kinds that this way tells beyond what they may know, with a reason in a comment.
    """

    endpoint: str
    path: str
    tells: str = ""
    to: Rule = everyone
    part: str = ""
    listed: bool = False
    own: bool = False
    ways: tuple[str, ...] = WAYS
    also: dict[str, str] = field(default_factory=dict)

    def more(self, reader: str) -> set[str]:
        return set(f"{self.also.get(reader, '')} {self.also.get('*', '')}".split())


G, T = "/g/{slug}", "/g/{slug}/t/{thread}"
# Whoever has a link reads what it leads to.
LINK = {"*": "name purpose face"}
# Whoever kept a thread can give it back, whatever has become of it; who was invited never kept it.
KEPT = dict.fromkeys(("stranger", "applicant", "banned", "former", "staff"), "there")
STAFF = {"staff": "title body tslug slug name gone reply purpose alt file"}
# Who has left a group reads there no longer, but their own words are theirs.
_SHUT, OWN = ("members", "private", "closed"), {"former": "reply"}
ABOUT: dict[str, Out] = {
    # the group
    "front": Out("groups.show", G, "name purpose face topic title exists", part="title"),
    "its page as another spells it": Out("groups.show", "/g/was-{way}", "slug"),
    "about": Out("groups.about", f"{G}/about", "name purpose rules topic"),
    "who is in it": Out("groups.members", f"{G}/members", "guest", part="guest"),
    "who is in it, by name": Out("groups.members", f"{G}/members?q=guest_", "guest"),
    "who is shut out": Out("groups.members", f"{G}/members?role=banned", "name"),
    "shelf": Out("groups.shelf", f"{G}/shelf", "shelf", part="shelf"),
    "putting on the shelf": Out("group_shelving.new", f"{G}/shelf/new", "name", writing),
    "applying": Out("group_joining.apply", f"{G}/application", "question", applying),
    "a link": Out("group_joining.by_link", "/join/{invite}", "name purpose", let_in, also=LINK),
    "settings": Out("group_owning.settings", f"{G}/settings", "name purpose rules question flair topic", only("owner")),
    "applications": Out("group_tending.applications", f"{G}/applications", "answer", tending),
    "links": Out("group_tending.invites", f"{G}/invites", "name", tending),
    "who asks": Out("group_tending.member", f"{G}/members/{{applicant}}", "name", tending),
    "somebody shut out": Out("group_tending.member", f"{G}/members/{{banned}}", "note", tending),
    "reports": Out("group_reports.index", f"{G}/reports", "title", tending),
    # a thread
    "thread": Out("threads.show", f"{T}-{{tslug}}", "title body option reply alt file tagged flair guest", part="reply"),
    "thread by its number": Out("threads.show", T, "tslug"),
    "thread by another group's address": Out("threads.show", "/g/was-public/t/{thread}", "tslug"),
    "a reply's place": Out("threads.show", f"{T}-{{tslug}}?at=2", "title reply"),
    "thread as it was written": Out("threads.show", f"{T}-{{tslug}}?original=1", "title body"),
    "what was hidden": Out("threads.show", "/g/{slug}/t/{hidden}-x", "name", reading),
    "what was merged": Out("threads.show", "/g/{slug}/t/{merged}-x", "tslug"),
    "what went elsewhere": Out("threads.show", "/g/was-public/t/{went}", "went", ways=("private",)),
    "what was merged into that": Out("threads.show", "/g/was-public/t/{led}", "went", ways=("private",)),
    "a reply of that": Out("thread_answering.reply", "/g/was-public/t/{led}/replies/1", "went", ways=("private",)),
    "what is new": Out("threads.newly", f"{T}/fresh?since=0&show=1", part="reply"),
    "a reply": Out("thread_answering.reply", f"{T}/replies/1", "tslug"),
    "a reply that was removed": Out("thread_answering.reply", f"{T}/replies/{{removed}}", "tslug"),
    "a reply of what was merged": Out("thread_answering.reply", "/g/{slug}/t/{merged}/replies/1"),
    "history": Out("thread_answering.history", f"{T}/replies/0/history", "once"),
    "history of what was removed": Out("thread_answering.history", f"{T}/replies/{{removed}}/history"),
    "quoting": Out("thread_answering.write", f"{T}/replies?answers=1&quote=1", "reply title", writing),
    "quoting from another group": Out("thread_answering.write", "/g/was-public/t/{thread}/replies?answers=0&quote=1", "body", writing),
    "quoting what was removed": Out("thread_answering.write", f"{T}/replies?answers={{removed}}&quote=1", "title", writing),
    "changing a reply": Out("thread_answering.edit", f"{T}/replies/2/edit", "reply", only("member")),
    "changing a reply of who has left": Out("thread_answering.edit", f"{T}/replies/1/edit", "reply", only("former")),
    "changing the thread": Out("thread_composing.edit", f"{T}/edit", "title body alt", only("owner")),
    "a new thread": Out("thread_composing.new", f"{G}/t/new", "name", inside),
    "a draft": Out("thread_composing.new", f"{G}/t/new?draft=1", "draft", only("owner")),
    "goods to mention": Out("thread_composing.products", f"{G}/t/products?find=q"),
    "whom to name": Out("thread_helping.people", f"{G}/t/people?q=guest", "guest", inside),
    "whom to name in a post": Out("composing.people", "/c/people?q=guest_{way}", listed=True, also={"*": "guest"}),
    "what is like a new title": Out("thread_helping.similar", f"{G}/t/similar?title=qtitlex{{way}}", "tslug", inside),
    "what is like what was said": Out("thread_helping.similar", f"{G}/t/similar?title=qreplyx{{way}}", "title", inside),
    "tending the thread": Out("thread_tending.show", f"{T}/tending", "title", lambda way, reader: tending(way, reader) and way != "resting"),
    "taking the thread away": Out("thread_acting.remove_thread", f"{T}/removal", "title", lambda _way, reader: reader in ("moderator", "owner", "staff")),
    "taking a reply away": Out("thread_acting.remove_reply", f"{T}/replies/2/removal", "title", only("member", "moderator", "owner", "staff")),
    "taking away what one said before": Out("thread_leaving.remove", "/me/groups/words/{first}/removal", "reply", only("former"), ways=_SHUT, also=OWN),
    # ways that lead to it from elsewhere
    "reporting the group": Out("moderation.new", "/reports/group/{group}", "exists", reporting),
    "reporting the thread": Out("moderation.new", "/reports/thread/{thread}", "there", reporting),
    "reporting a reply": Out("moderation.new", "/reports/reply/{first}", "there", signed_in),
    "keeping it": Out("boards.button", "/saves/thread/{thread}", "there", signed_in, also=KEPT),
    "where to keep it": Out("boards.place", "/saves/thread/{thread}/board"),
    "the desk": Out("queues.thing", "/desk/things/thread/{thread}", also=STAFF),
    "the page of its tag": Out("tags.show", "/tags/qtopicx{way}", "name", in_ways("public"), listed=True),
    "feed of its tag": Out("tags.feed", "/tags/qtopicx{way}/feed.atom", listed=True),
    "the page of a tag in it": Out("tags.show", "/tags/qtaggedx{way}", listed=True),
    "muting its tag": Out("portraits.origin", "/me/portrait/sources/tag/qtopicx{way}", listed=True),
    "who is in it, themselves": Out("storefronts.show", "/@guest_{way}", "name", in_ways("public"), listed=True, also={"*": "guest"}),
    "posts of who is in it": Out("personposts.show", "/@guest_{way}/posts", listed=True, also={"*": "guest"}),
    # search
    "search for its name": Out("search.index", "/search?q=qnamex{way}", listed=True),
    "search for its tag": Out("search.index", "/search?q=qtopicx{way}&in=tags", listed=True),
    "search for words in it": Out("search.index", "/search?q=qbodyx{way}", "title", listed=True),
    "search with a slip of the pen": Out("search.index", "/search?q=qtitlex{way}t", listed=True),
    "search in threads with a slip": Out("search.index", "/search?q=qtitlex{way}t&in=threads", listed=True),
    "search for groups": Out("search.index", "/search?q=qnamex{way}&in=groups", "purpose topic slug", lambda way, _reader: way != "resting", part="purpose", listed=True),
    "search for threads": Out("search.index", "/search?q=qreplyx{way}&in=threads", "title tslug slug name", reading, part="title", listed=True),
    "search in the group": Out("search.index", "/search?q=qreplyx{way}&group={slug}", "title name", reading, part="title"),
    "search in it for what nobody said": Out("search.index", "/search?q=zzzz&group={slug}", "name", reading),
    "advice in the group": Out("search.index", "/search?q=qreplyy{way}&group={slug}", "name", reading),
    "search for who is in it": Out("search.index", "/search?q=qguestx{way}&in=people", listed=True, also={"*": "guest"}),
}  # fmt: skip

# Asked once; `listed` goes without saying.
ANYWHERE: dict[str, Out] = {
    "directory": Out("group_directory.index", "/groups", "name slug purpose topic face", in_ways("public", "members"), part="name"),
    "directory by size": Out("group_directory.index", "/groups?sort=members&country=JP", "name", in_ways("public", "members")),
    "own groups": Out("group_directory.mine", "/me/groups", "name", applied, own=True),
    "own words of before": Out("thread_leaving.index", "/me/groups/words", "reply", lambda way, reader: reader == "former" and way in _SHUT, own=True, also=OWN),
    "beginning a group": Out("group_owning.new", "/groups/new"),
    "front": Out("front.index", "/", "name", own_lists),
    "feed": Out("front.index", "/?feed=following"),
    "posts since": Out("front.new_posts", "/new-posts?show=1&since=1"),
    "the owner": Out("storefronts.show", "/@mei", "name", in_ways("public")),
    "a member's boards": Out("boards.show", "/@nina/boards/{board}-talk", "title"),
    "own board": Out("boards.own", "/me/boards/{board}", "title", only("member"), own=True),
    "giving up a board": Out("boards.remove", "/me/boards/{board}/removal"),
    "what one kept": Out("boards.index", "/me/boards", "title", lambda _way, reader: reader not in ("visitor", "member", "invited"), own=True),
    "country": Out("places.show", "/places/japan", "name", in_ways("public")),
    "city": Out("places.city", "/places/japan/kyoto", "name", in_ways("public")),
    "posts of a country": Out("places.country_posts", "/places/japan/posts"),
    "posts of a city": Out("places.city_posts", "/places/japan/kyoto/posts"),
    "notifications of talk": Out("notices.index", "/me/notifications?type=talk", "title reply tslug", signed_in, own=True),
    "notifications of likes": Out("notices.index", "/me/notifications?type=likes", "title", signed_in, own=True),
    "notifications of groups": Out("notices.index", "/me/notifications?type=groups", "name title", inside, own=True),
    "all notifications": Out("notices.index", "/me/notifications", own=True),
    "what is new": Out("notices.new", "/me/notifications/new?since=1"),
    "the bell": Out("notices.bell", "/me/notifications/bell"),
    "decisions about oneself": Out("decisions.index", "/me/decisions", "gone", only("member")),
    "record of moderation": Out("moderation_log.index", "/moderation?kind=thread"),
    "sitemap": Out("seo.index", "/sitemap.xml"),
    "sitemap of groups": Out("seo.section", "/sitemaps/groups-0.xml", "slug", in_ways("public", "resting")),
    "sitemap of threads": Out("seo.section", "/sitemaps/threads-0.xml", "tslug slug", in_ways("public", "resting")),
    "sitemap of lists": Out("seo.section", "/sitemaps/shelves-0.xml"),
    "Atom of the owner": Out("personposts.feed", "/@mei/posts.atom"),
    "suggestions": Out("search.suggestions", "/search/suggestions?q=q"),
    "suggestions of names": Out("search.suggestions", "/search/suggestions?q=qname"),
    "goods and people": Out("recommendations.index", "/recommendations", also={"*": "guest"}),
    "people at the beginning": Out("welcome.people", "/me/welcome/people", also={"*": "guest"}),
    "topics at the beginning": Out("welcome.show", "/me/welcome/topics"),
    "portrait": Out("portraits.show", "/me/portrait"),
    "what a portrait takes along": Out("portraits.download", "/me/portrait/download"),
    "a product on its shelf": Out("products.show", "/@mei/p/{bowl}-x"),
    "a post of the owner": Out("circle.show", "/c/{post}-x"),
    "goods to mention in a post": Out("composing.products", "/c/products?find=q"),
    "own files": Out("files.index", "/me/files"),
    "who follows the owner": Out("follow_lists.followers", "/@mei/followers"),
    "whom the owner follows": Out("follow_lists.following", "/@mei/following"),
    "what one does not hear": Out("mutes.index", "/me/mutes"),
    "reports at the desk": Out("queues.show", "/desk/queue/reports", "title", only("staff"), also=STAFF),
}  # fmt: skip

# Routes by the beginning of their endpoint that tell of no group, each with its reason.
SILENT = {
    "circle.history": "a post's words",
    "composing.": "posts as they are written; goods to mention are above",
    "answering.": "comments of posts",
    "liking.": "passing a post on",
    "sharing.": "the picture of a post",
    "portraits.": "a member's own; what could name a tag is above",
    "places.index": "countries and numbers of goods",
    "front.healthz": "whether the database answers",
    "mutes.about": "muting a member or a tag",
    "storefronts.": "goods for machines; the page of a person is above",
    "seo.robots": "what crawlers leave alone",
    "moderation_log.guide": "the rules",
    "notices.settings": "how to hear",
    "welcome.begin": "it leads on to the first question",
}
# Blueprints that know of no groups: the same that know of no posts.
QUIET = OF_POSTS
