"""What a person's page is made of, for everybody and as its owner previews it."""

from typing import Any

from miquan import places
from miquan.circle import words
from miquan.circle.queries.notes import notes_of_author
from miquan.db import now
from miquan.follows.queries import standing
from miquan.follows.queries.people import known_followers, may_see
from miquan.groups.queries.lists import public_groups_of
from miquan.products import cardcache
from miquan.products.browsing import Page, Scope, browse
from miquan.products.facets import Chosen, groups, sort_choices
from miquan.storefronts.queries import Profile

NOTES = 4


def page_context(profile: Profile, wanted: Chosen) -> dict[str, Any]:
    """What the template of a person's page names, besides its `seo`."""
    page = (
        browse(Scope(storefront=profile.storefront_id), wanted.filters, wanted.sort, wanted.after)
        if profile.is_public
        else Page([], 0)
    )
    return {
        "profile": profile,
        "standing": standing(profile.person.id, profile.storefront_id),
        "notes": notes_of_author(profile.person.id, NOTES),
        "words": words,
        "known": known_followers(profile.person.id),
        "public_groups": public_groups_of(profile.person.id),
        "lists_shown": may_see(profile.member),
        "away": profile.on_holiday(places.there(profile.member.zone, now()).date()),
        "page": page,
        "cards": cardcache.cards_html(page.ids, with_person=False),
        "groups": groups(page, wanted),
        "wanted": wanted,
        "sorts": sort_choices(),
    }
