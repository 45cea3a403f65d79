"""What can happen: every event's name, as `thing.past`."""

from enum import StrEnum


class Event(StrEnum):
    """A test walks these: each has a subscriber, or stands in `UNHEARD` with the reason."""

    MEMBER_JOINED = "member.joined"
    MEMBER_CHANGED = "member.changed"
    ROLE_GRANTED = "member.role_granted"
    MEMBER_SUSPENDED = "member.suspended"
    MEMBER_REINSTATED = "member.reinstated"
    MEMBER_LEAVING = "member.leaving"
    MEMBER_RETURNED = "member.returned"
    MEMBER_ERASURE_DUE = "member.erasure_due"
    MEMBER_ERASED = "member.erased"
    EXPORT_REQUESTED = "export.requested"
    EXPORT_READY = "export.ready"
    RESET_ASKED = "reset.asked"
    STOREFRONT_OPENED = "storefront.opened"
    STOREFRONT_CHANGED = "storefront.changed"
    PRODUCT_PUBLISHED = "product.published"
    PRODUCT_CHANGED = "product.changed"
    PRODUCT_ARCHIVED = "product.archived"
    PRODUCT_SOLD_OUT = "product.sold_out"
    PRODUCT_RESTOCKED = "product.restocked"
    PRODUCT_REMOVED = "product.removed"
    PRODUCTS_CHANGED = "products.changed"
    BULK_REQUESTED = "bulk.requested"
    POST_PUBLISHED = "post.published"
    POST_SCHEDULED = "post.scheduled"
    POST_EDITED = "post.edited"
    POST_HIDDEN = "post.hidden"
    POST_SHOWN = "post.shown"
    POST_REMOVED = "post.removed"
    POST_LIKED = "post.liked"
    POST_UNLIKED = "post.unliked"
    POST_REPOSTED = "post.reposted"
    COMMENT_WRITTEN = "comment.written"
    COMMENT_REMOVED = "comment.removed"
    MEMBER_MENTIONED = "member.mentioned"
    THING_SAVED = "thing.saved"
    THING_UNSAVED = "thing.unsaved"
    THING_DISMISSED = "thing.dismissed"
    DISMISSAL_TAKEN_BACK = "dismissal.taken_back"
    PORTRAIT_CHANGED = "portrait.changed"
    MEMBER_FOLLOWED = "member.followed"
    MEMBER_UNFOLLOWED = "member.unfollowed"
    TAG_FOLLOWED = "tag.followed"
    TAG_UNFOLLOWED = "tag.unfollowed"
    TAG_DROPPED = "tag.dropped"
    TAG_RENAMED = "tag.renamed"
    BRAND_RENAMED = "brand.renamed"
    CATEGORY_CHANGED = "category.changed"
    RATES_CHANGED = "rates.changed"
    STOREFRONT_FOLLOWED = "storefront.followed"
    STOREFRONT_UNFOLLOWED = "storefront.unfollowed"
    THING_MUTED = "thing.muted"
    THING_UNMUTED = "thing.unmuted"
    MEMBER_BLOCKED = "member.blocked"
    MEMBER_UNBLOCKED = "member.unblocked"
    GROUP_STARTED = "group.started"
    GROUP_CHANGED = "group.changed"
    MEMBERSHIP_ASKED = "membership.asked"
    MEMBERSHIP_GIVEN = "membership.given"
    MEMBERSHIP_REFUSED = "membership.refused"
    MEMBERSHIP_ENDED = "membership.ended"
    SHELF_CHANGED = "shelf.changed"
    REPORT_FILED = "report.filed"
    DECISION_MADE = "decision.made"
    DECISION_TAKEN_BACK = "decision.taken_back"
    APPEAL_FILED = "appeal.filed"
    APPEAL_DECIDED = "appeal.decided"
    FILE_ERASED = "file.erased"
    NOTICES_DUE = "notices.due"
    MAIL_REQUESTED = "mail.requested"
    MAIL_CHOSEN = "mail.chosen"
    SEARCH_MISSED = "search.missed"
    INDEX_REBUILD_REQUESTED = "index.rebuild_requested"
    UPLOAD_BEGUN = "upload.begun"
    FILE_RECEIVED = "file.received"
    FILE_OVERDUE = "file.overdue"
    FILE_READY = "file.ready"
    FILE_REFUSED = "file.refused"
    THREAD_STARTED = "thread.started"
    THREAD_CHANGED = "thread.changed"
    THREAD_HIDDEN = "thread.hidden"
    THREAD_SHOWN = "thread.shown"
    THREAD_REMOVED = "thread.removed"
    REPLY_WRITTEN = "reply.written"
    REPLY_REMOVED = "reply.removed"
    REPLY_HIDDEN = "reply.hidden"
    REPLY_SHOWN = "reply.shown"
    REPLY_ACCEPTED = "reply.accepted"
    REPLY_LIKED = "reply.liked"
    REPLY_UNLIKED = "reply.unliked"
    IMPORT_UPLOADED = "import.uploaded"
    IMPORT_STARTED = "import.started"
    IMPORT_ADVANCED = "import.advanced"
    IMPORT_UNDO_ASKED = "import.undo_asked"
    DEMO_PICTURE_WANTED = "demo.picture_wanted"


UNHEARD = {
    Event.MEMBER_JOINED: "a welcome is sent by the sign-up itself",
    Event.MAIL_CHOSEN: "the worker reads the table of refusals",
    Event.THREAD_STARTED: "search and notifications of a later step are told of it",
    Event.THREAD_CHANGED: "search of a later step is told of it",
    Event.THREAD_HIDDEN: "every page reads the state; search of a later step is told of it",
    Event.THREAD_SHOWN: "every page reads the state; search of a later step is told of it",
    Event.REPLY_REMOVED: "every page reads the state; notifications of a later step are told of it",
    Event.REPLY_HIDDEN: "every page reads the state; notifications of a later step are told of it",
    Event.REPLY_SHOWN: "every page reads the state; notifications of a later step are told of it",
    Event.REPLY_UNLIKED: "the notifications of a later step are told of it",
    Event.THING_MUTED: "every list reads the table of mutes",
    Event.THING_UNMUTED: "every list reads the table of mutes",
    Event.MEMBER_BLOCKED: "every page reads the table of blocks",
    Event.MEMBER_UNBLOCKED: "every page reads the table of blocks",
    Event.GROUP_STARTED: "lists of groups read their table",
    Event.GROUP_CHANGED: "lists of groups read their table",
    Event.SHELF_CHANGED: "the page of a shelf reads its table",
    Event.REPORT_FILED: "the moderators' desk reads the table of reports",
    Event.APPEAL_FILED: "the moderators' desk reads the table of appeals",
}
