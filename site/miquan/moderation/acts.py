"""What can be done to a thing, one line a kind: each is the action of the capability that it belongs to.

`hide` takes it out of sight and says why to its author, `remove` takes it away for good. `show` and `unlock` undo, and are
given the thing as it was before; what `lock` is told everybody reads; `release` lets out what waited.
"""

from collections.abc import Callable
from dataclasses import dataclass

from miquan.circle import actions as circle
from miquan.groups import actions as groups
from miquan.moderation.registry import Thing
from miquan.products import actions as products
from miquan.storefronts import actions as storefronts
from miquan.threads import actions as threads

# (thing, who acts, why as its author reads it)
Act = Callable[[Thing, int, str], object]
Removal = Callable[[Thing, int | None, str], object]


@dataclass(frozen=True)
class Acts:
    hide: Act | None = None
    show: Act | None = None
    release: Act | None = None
    remove: Removal | None = None
    lock: Act | None = None
    unlock: Act | None = None


ACTS: dict[str, Acts] = {
    "product": Acts(
        hide=lambda t, by, why: products.take_down(t.id, by=by, reason=why),
        show=lambda t, by, why: products.put_back(t.id, by=by, was=t.state),
    ),
    "post": Acts(
        hide=lambda t, by, why: circle.hide(t.id, by=by, reason=why),
        show=lambda t, by, why: circle.show(t.id, by=by, reason=why),
        release=lambda t, by, why: circle.release(t.id, by=by),
        remove=lambda t, by, why: circle.remove(t.id, by=by, reason=why, moderator=True),
    ),
    "comment": Acts(
        hide=lambda t, by, why: circle.hide_comment(t.id, by=by, reason=why),
        show=lambda t, by, why: circle.show_comment(t.id, by=by, reason=why),
        release=lambda t, by, why: circle.release_comment(t.id),
        remove=lambda t, by, why: circle.remove_comment(t.id, by=by, reason=why, moderator=True),
    ),
    "storefront": Acts(
        hide=lambda t, by, why: storefronts.suspend(t.id, by=by, reason=why),
        show=lambda t, by, why: storefronts.resume(t.id, by=by, reason=why),
    ),
    "member": Acts(),
    "group": Acts(
        hide=lambda t, by, _why: groups.hide_group(t.id, by=by),
        show=lambda t, by, _why: groups.show_group(t.id, by=by),
        lock=lambda t, by, why: groups.archive(t.id, by=by, moderator=True),
        unlock=lambda t, by, why: groups.reopen(t.id, by=by, moderator=True),
    ),
    "thread": Acts(
        hide=lambda t, by, why: threads.hide_thread(t.id, by=by, reason=why, moderator=True),
        show=lambda t, by, why: threads.show_thread(t.id, by=by, reason=why, moderator=True),
        release=lambda t, by, why: threads.show_thread(t.id, by=by, moderator=True),
        remove=lambda t, by, why: threads.remove_thread(t.id, by=by, reason=why, moderator=True),
        lock=lambda t, by, why: threads.lock_thread(t.id, by=by, reason=why, moderator=True),
        unlock=lambda t, by, why: threads.unlock_thread(t.id, by=by, moderator=True),
    ),
    "reply": Acts(
        hide=lambda t, by, why: threads.hide_reply(t.home, t.number, by=by, reason=why, moderator=True),
        show=lambda t, by, why: threads.show_reply(t.home, t.number, by=by, reason=why, moderator=True),
        release=lambda t, by, why: threads.show_reply(t.home, t.number, by=by, moderator=True),
        remove=lambda t, by, why: threads.remove_reply(t.home, t.number, by=by, reason=why, moderator=True),
    ),
}
