"""What stands between a public form and the world: the signed token of the page, the trap for scripts, the security
text. There is no session: all that a page must remember is in its token, which only this server can sign."""

import base64
import binascii
import hashlib
import json
import secrets
from datetime import timedelta, timezone
from urllib.parse import urlencode

from odoo import fields
from odoo.tools.misc import consteq, hash_sign, hmac, verify_hash_signed

from odoo.addons.crm_segments.tools.text import strip_invisible, to_latin_digits
from odoo.addons.loyalty_club.tools.display import is_persian

from ..tools import captcha, proof

TOKEN_LIFE = timedelta(hours=24)
PICTURE_LIFE = timedelta(minutes=10)
THANKS_LIFE = timedelta(hours=1)
MOST_SOUNDS = 5  # of one picture: to make a sound costs the server a second
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
    """What the token of a fresh page says: which form and which of its pages, a number used once, when it was opened,
    whether a person was proved to be there."""
    return {"form": form.id, "nonce": secrets.token_urlsafe(16), "at": now(), "human": False, "ask": False, "step": 0}


def sign_page(env, page):
    return hash_sign(env(su=True), _TOKEN, page, expiration=TOKEN_LIFE)


def read_page(env, form, payload):
    """The page that a token stands for, or None when it is not one of this form."""
    page = _read_token(env, _TOKEN, payload)
    if not isinstance(page, dict) or page.get("form") != form.id:
        return None
    page["step"] = min(page.get("step", 0), len(form._pages()) - 1)  # the form may have lost a page meanwhile
    return page


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


def _picture_text(env, number):
    """The digits of a picture. Its token names but a number: only this server can say what it stands for."""
    return captcha.make_text(captcha.chooser(hmac(env(su=True), "loyalty_forms.text", number)))


def new_picture(env):
    """A security text.

    :return: the values for the page: the picture, and a token that holds the answer as a keyed hash
    """
    number = secrets.token_urlsafe(9)
    text = _picture_text(env, number)
    values = [number, _answer_hash(env, number, text)]
    token = hash_sign(env(su=True), _PICTURE, values, expiration=PICTURE_LIFE)
    return {
        "image": "data:image/png;base64," + base64.b64encode(captcha.draw(text, is_persian(env.lang))).decode(),
        "token": token,
        "sound": env["ir.http"]._url_for(f"/loyalty_forms/sound?{urlencode({'t': token})}"),
    }


def speak_picture(env, payload):
    """The sound of a picture.

    :param str payload: the picture's token
    :return: bytes of a WAV; None for a forged or old token, or after some repetitions
    """
    values = _read_token(env, _PICTURE, payload)
    if not values or env["loyalty.form.hit"].sudo()._count(f"sound:{values[0]}", 3600) > MOST_SOUNDS:
        return None
    return captcha.speak(_picture_text(env, values[0]), is_persian(env.lang))


def _proof_key(env):
    return hmac(env(su=True), "loyalty_forms.proof", "key")


def new_proof(env):
    """A task for the visitor's browser, as JSON."""
    cost = int(env["ir.config_parameter"].sudo().get_param("loyalty_forms.proof_cost") or 60_000)
    return json.dumps(proof.new_task(_proof_key(env), cost, proof.expiry(now() + int(TOKEN_LIFE.total_seconds()))))


def check_proof(env, answer):
    """Whether a browser has solved a task. Each task counts once."""
    challenge = proof.check(_proof_key(env), answer)
    if not challenge:
        return False
    return env["loyalty.form.hit"].sudo()._count(f"proof:{challenge}", 2 * 24 * 3600) == 1


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
