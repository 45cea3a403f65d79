"""Puts the application together: one line for each capability."""

from importlib import import_module

from flask import Flask

from miquan import (
    assets,
    db,
    errors,
    formwords,
    headers,
    hypermedia,
    i18n,
    languages,
    limits,
    logs,
    memberpages,
    ownaddress,
    pagecache,
    paths,
    templating,
    viewer,
)
from miquan.accounts import setup as accounts
from miquan.announcements import queries as announcements
from miquan.commands import register as register_commands
from miquan.config import Settings, from_environment
from miquan.departures import gate
from miquan.desk import menu
from miquan.portraits import readings as portrait_readings
from miquan.products import browsing, readings
from miquan.threads import marks as thread_marks

# Modules that subscribe to events, or enter timers, when they are imported.
SUBSCRIBERS = (
    "accounts.mailbox",
    "catalogue.runs.subscribers",
    "catalogue.subscribers",
    "circle.subscribers",
    "circle.composing.keeping",
    "threads.drafts",
    "circle.sharing.keeping",
    "departures.subscribers",
    "follows.subscribers",
    "mail.sending",
    "media.erasing",
    "moderation.deciding",
    "moderation.judging",
    "media.subscribers",
    "media.sweep",
    "notifications.letters",
    "notifications.subscribers",
    "portraits.subscribers",
    "products.subscribers",
    "profiles.subscribers",
    "recommendations.subscribers",
    "search.subscribers",
    # After search: what it counts of the index is the index that search has mended.
    "desk.statistics.subscribers",
    "studio.bulk.subscribers",
    "uploads.subscribers",
)
# Modules with a blueprint `bp`. People's pages come last: their addresses begin like others'.
VIEWS = (
    "front.views",
    "search.views",
    "categories.views",
    "brands.views",
    "placepages.views",
    "studio.views",
    "storefronts.settings.views",
    "studio.listing.views",
    "studio.listing.saved",
    "studio.bulk.views",
    "catalogue.exporting.views",
    "me.views",
    "media.views",
    "mail.views",
    "notifications.views",
    "me.account",
    "me.sessions",
    "profiles.views",
    "uploads.views",
    "catalogue.views",
    "moderation.views",
    "moderation.objections",
    "moderation.own",
    "moderation.log",
    "moderation.groupdesk",
    "departures.views",
    "desk.views",
    "desk.membership",
    "desk.storefronts",
    "desk.groups",
    "desk.posts",
    "desk.queues",
    "desk.canned",
    "desk.blocklists",
    "desk.health.views",
    "desk.statistics.views",
    "desk.naming.views",
    "desk.categories.views",
    "desk.rates.views",
    "desk.settings.views",
    "announcements.views",
    "restrictions.views",
    "seo.views",
    "circle.composing.views",
    "circle.answering",
    "circle.liking",
    "circle.views",
    "circle.tagpages",
    "circle.personposts",
    "circle.sharing.views",
    "boards.views",
    "groups.directory",
    "groups.owning",
    "groups.joining",
    "groups.shelving",
    "groups.tending",
    "groups.views",
    "threads.composing",
    "threads.answering",
    "threads.acting",
    "threads.helping",
    "threads.voting",
    "threads.tending",
    "threads.keeping",
    "threads.leaving",
    "threads.views",
    "follows.views",
    "follows.mutes",
    "follows.lists",
    "recommendations.views",
    "portraits.welcome",
    "portraits.views",
    "products.views",
    "storefronts.asking",
    "storefronts.preview",
    "storefronts.views",
)


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask application; `settings` come from the environment unless a test brings its own."""
    settings = settings or from_environment()
    app = Flask("miquan", template_folder=str(paths.TEMPLATES), static_folder=None)
    app.extensions["miquan"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.old_keys),
        TESTING=settings.testing,
        MAX_CONTENT_LENGTH=64 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=4_000,
        PREFERRED_URL_SCHEME="https" if settings.production else "http",
        WTF_CSRF_TIME_LIMIT=None,
    )
    db.bind(settings.database_url)
    for kernel in (db, logs, i18n, hypermedia, templating, formwords, errors, headers, limits):
        kernel.init_app(app)
    assets.init_app(app)
    pagecache.init_app(app, pagecache.from_database)
    memberpages.init_app(app)
    browsing.init_app(app)
    readings.init_app(app)
    portrait_readings.init_app(app)
    thread_marks.init_app(app)
    accounts.init_app(app)
    viewer.init_app(app)
    announcements.init_app(app)
    gate.init_app(app)
    menu.init_app(app)
    _capabilities(app)
    register_commands(app)
    app.wsgi_app = ownaddress.OwnAddress(app.wsgi_app, settings.url)  # type: ignore[method-assign]
    app.wsgi_app = languages.LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _capabilities(app: Flask) -> None:
    """Views and subscribers of each capability; importing a subscriber module enters it into the outbox's table."""
    for name in SUBSCRIBERS:
        import_module(f"miquan.{name}")
    # Its letters are entered into the blueprint of its views.
    demo = ("demo.mailbox",) if app.extensions["miquan"].demo else ()
    for name in (*VIEWS, *demo):
        app.register_blueprint(import_module(f"miquan.{name}").bp)
