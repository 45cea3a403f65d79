"""The buyer's workshop: the blueprint, with the pages that its modules have entered into it."""

from miquan.studio.blueprint import bp
from miquan.studio.editor import views as editor
from miquan.studio.home import views as home

__all__ = ["bp", "editor", "home"]
