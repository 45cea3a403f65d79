"""Letters: each one's words are written once, in `templates/mail/<name>.txt`, and become a text and an HTML part.

A letter is a template of plain-text blocks, all but `subject` optional; nothing in it is HTML and nothing is escaped there:

    subject   one line
    greeting  one line; without it the member is greeted by name, a mere address not at all
    body      paragraphs, parted by empty lines
    facts     one a line: when, which device, where
    quote     what a person wrote, line breaks kept
    then      paragraphs above the button
    button, link   the words and the address of the one thing to do
    after     paragraphs below the button
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from babel.dates import format_timedelta
from flask import current_app

from miquan import i18n
from miquan.accounts.models import Member
from miquan.config import settings
from miquan.db import rendering, transaction
from miquan.i18n import _
from miquan.languages import BARE
from miquan.mail import families, rules, unsubscribing
from miquan.outbox import Event, record

BLOCKS = frozenset({"subject", "greeting", "body", "facts", "quote", "then", "button", "link", "after"})


@dataclass(frozen=True)
class Letter:
    """What both layouts show. `link`, `home`, `choices` and `stop` are absolute; `stop` is empty where one cannot refuse."""

    lang: str
    subject: str
    greeting: str
    body: list[str]
    facts: list[str]
    quote: str
    then: list[str]
    button: str
    link: str
    after: list[str]
    why: str
    home: str
    choices: str
    stop: str

    @property
    def html_lang(self) -> str:
        return i18n.HTML_LANGS[self.lang]

    @property
    def plain(self) -> list[str]:
        """The parts of the text, to be set with an empty line between them."""
        quote = "\n".join(f"> {line}".rstrip() for line in self.quote.splitlines())
        act = f"{self.button}\n{self.link}" if self.link else ""
        parts = [self.greeting, *self.body, quote, "\n".join(self.facts), *self.then, act, *self.after]
        return [part for part in parts if part]


def send_letter(
    to: Member | str,
    template: str,
    *,
    kind: str = "account",
    address: str = "",
    lang: str = "",
    reply_to: str = "",
    told: Any = None,
    **context: Any,
) -> bool:
    """Ask for a letter to be sent; joins the caller's transaction. Returns whether it was asked for.

        send_letter(member, "reset_instructions", reset_link=…, within=…)            # templates/mail/reset_instructions.txt
        send_letter(member, "change_email_instructions", address=new, link=url_for(…))

    `to`: a member, or the bare address of somebody who has no account. A letter to a member is in the member's
    language whatever the request's; `lang` says otherwise. `address`: another address of theirs (a new or an old one).
    `told`: what the kind's family is asked about once more when the letter is handed over.
    `kind`: one of `rules.KINDS` or of a family; of a kind that the member refused nothing is sent, and False is returned.
    `context` is what the template may use, besides `member` (None without one) and `name`. In it every `link` and `…_link`
    (root-relative or absolute, in any of our languages) becomes an absolute address of this site in the letter's language,
    and every timedelta becomes words such as 2小時.

    Raises KeyError for an unknown kind, jinja2.TemplateNotFound, and jinja2.UndefinedError for what is missing in `context`.
    """
    member = to if isinstance(to, Member) else None
    refusable = families.may_refuse(kind)
    if member and refusable and families.refuses(member.id, kind):
        return False
    spoken = lang or (member.lang if member else i18n.current_lang())
    with i18n.speaking(spoken):
        letter = _compose(template, kind, member, context)
        data: dict[str, Any] = {**_written(letter), "template": template, "kind": kind, "reply_to": reply_to}
    data |= {"member": member.id if member else None, "to": address or (member.email if member else str(to))}
    data |= {"told": told} if told else {}
    with transaction():
        record(Event.MAIL_REQUESTED, ("member", member.id) if member else None, data)
    return True


def _written(letter: Letter) -> dict[str, str]:
    return {
        "from": sender(),
        "lang": letter.lang,
        "subject": letter.subject,
        "text": _laid_out("mail/_layout.txt", letter),
        "html": _laid_out("mail/_layout.html", letter),
    }


def sender() -> str:
    """Who letters are from: the site's name, at its own host."""
    return f"{_('蜜圈')} <no-reply@{urlsplit(settings().url).hostname or 'localhost'}>"


def _compose(template: str, kind: str, member: Member | None, context: dict[str, Any]) -> Letter:
    """In the language that is bound."""
    lang, name = i18n.current_lang(), rules.called(member.display_name, member.handle) if member else ""
    links = {k: local(v, lang) for k, v in context.items() if v and (k == "link" or k.endswith("_link"))}
    spans = {k: span(v) for k, v in context.items() if isinstance(v, timedelta)}
    parts = _blocks(template, {"member": member, "name": name, **context, **links, **spans})
    greeting = _("%(name)s，你好：", name=name) if name else ""
    link = parts.get("link", "")
    return Letter(
        lang=lang,
        subject=" ".join(parts["subject"].split()),
        greeting=parts.get("greeting", greeting),
        body=_paragraphs(parts.get("body", "")),
        facts=[line.strip() for line in parts.get("facts", "").splitlines() if line.strip()],
        quote=parts.get("quote", ""),
        then=_paragraphs(parts.get("then", "")),
        button=parts.get("button", ""),
        link=local(link, lang) if link else "",
        after=_paragraphs(parts.get("after", "")),
        why=_why(kind, member),
        home=local("/", lang),
        choices=local(families.CHOICES, lang),
        stop=unsubscribing.address(member.id, kind, lang) if member and families.may_refuse(kind) else "",
    )


def _why(kind: str, member: Member | None) -> str:
    if member is None:
        return _("有人在蜜圈寫了這個信箱，所以你收到這封信。")
    if kind == "account":
        return _("這封信和你的帳號有關，所以一定會寄給你。")
    return _("這封信寄給蜜圈的@%(handle)s。", handle=member.handle)


def local(target: str, lang: str) -> str:
    """An address of this site, whatever host `target` names, in this language.

    Letters lead nowhere else, and what a request says about host or language does not get into them.
    """
    parts = urlsplit(target)
    first, _slash, rest = parts.path.lstrip("/").partition("/")
    path = f"/{rest}" if first in i18n.LANGS else f"/{parts.path.lstrip('/')}"
    prefix = "" if first in BARE else f"/{lang}"
    query = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    return f"{settings().url}{prefix}{path}{query}"


def span(length: timedelta) -> str:
    """A length of time in the language that is bound."""
    words = str(format_timedelta(length, threshold=1.0, locale=i18n.locale()))
    return words.replace(" ", "") if i18n.is_chinese(i18n.current_lang()) else words


def _blocks(template: str, context: dict[str, Any]) -> dict[str, str]:
    source = current_app.jinja_env.get_template(f"mail/{template}.txt")
    told = source.new_context(context)
    with rendering(source.name or template):
        return {name: "".join(block(told)).strip() for name, block in source.blocks.items()}


def _paragraphs(words: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", words) if part.strip()]


def _laid_out(layout: str, letter: Letter) -> str:
    with rendering(layout):
        return current_app.jinja_env.get_template(layout).render(letter=letter).strip() + "\n"
