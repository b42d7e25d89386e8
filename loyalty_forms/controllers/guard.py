"""What stands between a public form and the world: the signed token of the page, the trap for scripts, the security
text. There is no session: all that a page must remember is in its token, which only this server can sign."""

import base64
import binascii
import hashlib
import secrets
from datetime import timedelta, timezone

from odoo import fields
from odoo.tools.misc import consteq, hash_sign, hmac, verify_hash_signed

from odoo.addons.crm_segments.tools.text import strip_invisible, to_latin_digits

from ..tools import captcha

TOKEN_LIFE = timedelta(hours=24)
PICTURE_LIFE = timedelta(minutes=10)
THANKS_LIFE = timedelta(hours=1)
_TOKEN, _PICTURE, _THANKS = "loyalty_forms.page", "loyalty_forms.picture", "loyalty_forms.thanks"
_ANSWER = "loyalty_forms.answer_page"


def _read_token(env, scope, payload):
    """The values of a token; None when it was forged, cut, is too old or is no token at all."""
    try:
        return verify_hash_signed(env(su=True), scope, payload) if payload and len(payload) < 1000 else None
    except (ValueError, binascii.Error):  # not base64, not JSON, no text
        return None


def now():
    """The present moment in whole seconds."""
    return int(fields.Datetime.now().replace(tzinfo=timezone.utc).timestamp())


def new_page(form):
    """What the token of a fresh page says: which form, a number used once, when it was opened, whether a person was
    proved to be there."""
    return {"form": form.id, "nonce": secrets.token_urlsafe(16), "at": now(), "human": False, "ask": False}


def sign_page(env, page):
    return hash_sign(env(su=True), _TOKEN, page, expiration=TOKEN_LIFE)


def read_page(env, form, payload):
    """The page that a token stands for, or None when it is not one of this form."""
    page = _read_token(env, _TOKEN, payload)
    return page if isinstance(page, dict) and page.get("form") == form.id else None


def sign_thanks(env, entry):
    return hash_sign(env(su=True), _THANKS, entry.id, expiration=THANKS_LIFE)


def read_thanks(env, payload):
    """The id of the entry whose sender may read his thank-you text, or None."""
    return _read_token(env, _THANKS, payload)


def sign_answer(env, log):
    return hash_sign(env(su=True), _ANSWER, log.id, expiration=THANKS_LIFE)


def read_answer(env, payload):
    """The id of the inquiry whose answer may be read, or None."""
    return _read_token(env, _ANSWER, payload)


def honeypot_name(form):
    """The name of the field that no person sees: another one for each form, like any other field's."""
    return "f" + hashlib.sha256(f"hp:{form.id}:{form.slug}".encode()).hexdigest()[:15]


def new_picture(env):
    """A security text.

    :return: the values for the page: the picture, and a token that holds the answer as a keyed hash
    """
    text = captcha.make_text(secrets.choice)
    number = secrets.token_urlsafe(9)
    values = [number, _answer_hash(env, number, text)]
    return {
        "image": "data:image/png;base64," + base64.b64encode(captcha.draw(text)).decode(),
        "token": hash_sign(env(su=True), _PICTURE, values, expiration=PICTURE_LIFE),
    }


def check_picture(env, payload, answer):
    """Whether an answer is right. Each picture can be answered once, right or wrong.

    :param str payload: the picture's token
    :param str answer: what was typed
    """
    values = _read_token(env, _PICTURE, payload)
    if not values:
        return False
    number, expected = values
    if env["loyalty.form.hit"].sudo()._count(f"picture:{number}", 2 * 24 * 3600) > 1:
        return False
    text = captcha.normalise(to_latin_digits(strip_invisible(answer or "")[:40]))
    return consteq(expected, _answer_hash(env, number, text))


def _answer_hash(env, number, text):
    return hmac(env(su=True), "loyalty_forms.answer", f"{number}:{text}")
