"""Puts the application together: one line for each capability."""

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
from miquan.commands import register as register_commands
from miquan.config import Settings, from_environment
from miquan.products import browsing


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask application; `settings` come from the environment unless a test brings its own."""
    settings = settings or from_environment()
    app = Flask("miquan", template_folder=str(paths.TEMPLATES), static_folder=None)
    app.extensions["miquan"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        MAX_CONTENT_LENGTH=64 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2_000,
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
    accounts.init_app(app)
    viewer.init_app(app)
    _capabilities(app)
    register_commands(app)
    app.wsgi_app = ownaddress.OwnAddress(app.wsgi_app, settings.url)  # type: ignore[method-assign]
    app.wsgi_app = languages.LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _capabilities(app: Flask) -> None:
    """Views and subscribers of each capability; importing a subscriber module enters it into the outbox's table."""
    from miquan.brands.views import bp as brands
    from miquan.catalogue import subscribers as _catalogue  # noqa: F401
    from miquan.categories.views import bp as categories
    from miquan.demo.views import bp as demo
    from miquan.desk.views import bp as desk
    from miquan.front.views import bp as front
    from miquan.mail import sending as _mail  # noqa: F401  (subscribes)
    from miquan.me.views import bp as me
    from miquan.moderation.views import bp as moderation
    from miquan.placepages.views import bp as places
    from miquan.products import subscribers as _products  # noqa: F401
    from miquan.products.views import bp as products
    from miquan.profiles.views import bp as profiles
    from miquan.search import subscribers as _search  # noqa: F401
    from miquan.search.views import bp as search
    from miquan.seo.views import bp as seo
    from miquan.storefronts.asking import bp as asking
    from miquan.storefronts.preview import bp as preview
    from miquan.storefronts.views import bp as storefronts
    from miquan.studio.views import bp as studio

    for blueprint in (
        front,
        search,
        categories,
        brands,
        places,
        studio,
        me,
        profiles,
        moderation,
        desk,
        seo,
        products,
        asking,
        preview,
        storefronts,
    ):
        app.register_blueprint(blueprint)
    if app.extensions["miquan"].demo:
        app.register_blueprint(demo)
