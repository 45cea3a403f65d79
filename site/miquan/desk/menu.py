"""What waits, for the desk's menu and its front: counted before a page is rendered."""

from flask import Flask, g, request

from miquan.circle.queries.noticed import count_noticed
from miquan.desk.waiting import count_waiting
from miquan.moderation.queues import counts
from miquan.permissions import Permission, can
from miquan.viewer import viewer


def waiting() -> dict[str, str]:
    """How many wait, by the section of the menu; nothing stands beside those with none."""
    found: dict[str, str] = g.get("desk_waiting", {})
    return found


def tabs() -> dict[str, str]:
    """How many wait in each of the queues."""
    found: dict[str, str] = g.get("desk_counts", {})
    return found


def init_app(app: Flask) -> None:
    app.jinja_env.globals["desk_waiting"] = waiting

    @app.before_request
    def count() -> None:
        if request.path.startswith("/desk") and "miquan.lang" in request.environ and can(viewer(), Permission.DESK_SEE):
            g.desk_counts = counts()
            g.desk_waiting = {
                "queues": g.desk_counts["all"],
                "storefronts": str(count_waiting()),
                "posts": str(count_noticed()),
            }
