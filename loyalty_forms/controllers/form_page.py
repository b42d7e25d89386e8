from psycopg2 import IntegrityError
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from ..models.loyalty_form_submit import MAX_BODY
from ..tools import captcha, proof, template
from ..tools.errors import AnswerError
from ..tools.suspicion import is_suspicious
from . import guard
from .form_screen import FormScreen, addresses, page_route

# Buttons that show another page, or this one again, and save nothing.
_STEPS = ("next", "back", "another_picture", "add_line")
FLOOD = 3  # who sends so many times what is allowed is no person


class FormPage(FormScreen):
    """The public page of a form. It works without JavaScript and without a session: `csrf=False` is right here since
    nothing that a signed-in user could be tricked into depends on who he is; the page has a signed token of its own."""

    @page_route(addresses())
    def form_page(self, slug, **_kwargs):
        form = self._find(slug)
        reason = self._closed_reason(form)
        if reason:
            return self._message(form.name, reason, form=form)
        shown = self._before(form)
        if shown:
            return shown
        page = self._new_page(form)
        if self._mode() == "preview":  # the builder shows the page with the field that is worked on
            page["step"] = form._step_with_error(dict.fromkeys([request.httprequest.args.get("field")])) or 0
        partner = self._signed_in(form)
        if partner:
            page["partner"] = partner.id
        return self._render_form(form, page, form._prefill(request.httprequest.args, partner), {})

    @page_route(addresses(), methods=["POST"], csrf=False, max_content_length=MAX_BODY, loyalty_form=True)
    def form_send(self, slug, **_kwargs):
        form = self._find(slug)
        params = CombinedMultiDict([request.httprequest.form, request.httprequest.files])
        reason = self._closed_reason(form)
        if reason:
            return self._message(form.name, reason, form=form)
        page = guard.read_page(request.env, form, params.get("token"))
        step = bool(page) and any(name in params for name in _STEPS)
        hits = request.env["loyalty.form.hit"].sudo()
        wait, times = self._once("limited", lambda: hits._limited(self._ip(), step=step))
        if wait:
            return self._too_many(form, wait, bare=times > FLOOD)
        return self._receive(form, page, params)

    @page_route(addresses("/thanks"))
    def form_thanks(self, slug, t="", **_kwargs):
        form = self._find(slug)
        entry = request.env["loyalty.form.entry"].sudo().browse(guard.read_thanks(request.env, t) or 0).exists()
        entry = entry.filtered(lambda entry: entry.form_id == form)
        values = entry._template_values() if entry else {}
        return self._render(
            "loyalty_forms.thanks_page", form, text=template.render_html(form._thank_text(entry), values)
        )

    # === steps === #
    def _before(self, form):
        """Hook: a page to show instead of the form, or None."""

    def _new_page(self, form):
        """Hook: what the token of a fresh page says."""
        return guard.new_page(form)

    def _find(self, slug):
        """The form of an address. Wide rights, since visitors have none on forms: so everything that decides whether it
        may be seen is asked here, and whatever does not fit looks like nothing at all."""
        website = request.website
        domain = []
        if self._mode() == "preview":  # of a draft too, which is archived
            domain += ["|", ("active", "=", True), ("draft_of_id", "!=", False)]
        form = request.env["loyalty.form"].sudo()._at_address(slug, domain)
        fits = form.company_id == website.company_id and form.website_id in (website.browse(), website)
        staff = request.env.user.has_group("crm_segments.crm_segments_group_manager")
        own = staff and form.company_id in request.env.user.company_ids
        if self._mode() == "preview":
            allowed = own
        else:
            allowed = fits and (form.is_published or own) and (self._mode() != "embed" or form.embed_sites)
        if not form or not allowed:
            raise NotFound()
        return form.with_company(form.company_id)

    def _receive(self, form, page, params):
        typed = form._typed(params)
        if page is None:
            self._log_refusal(form, "token")
            problem = request.env._("This page was open for too long. Please check it and send it again.")
            return self._render_form(form, self._new_page(form), typed, {}, problem=problem, status=400)
        sent = request.env["loyalty.form.entry"].sudo().search([("nonce", "=", page["nonce"])], limit=1)
        if sent:  # a second click, or the page sent again from the history
            return self._thank(form, sent)
        drafts = request.env["loyalty.form.draft"].sudo()
        drafts._fill(form, page["nonce"], typed)
        answers, errors = form._check_answers(typed)
        if params.get(guard.honeypot_name(form)):
            # A script filled what no person sees. It is told that all is well; staff find the entry among spam.
            self._log_refusal(form, "trap")
            return self._finish(form, page, typed, answers, spam=True)
        drafts._keep(form, page["nonce"], typed, answers)
        if any(name in params for name in _STEPS):
            return self._go(form, page, params, typed, answers, errors)
        if form._page_beside(page["step"], answers) is not None:
            return self._go(form, page, {"next": "1"}, typed, answers, errors)
        problem, picture_error = self._check_person(form, page, params)
        if errors or problem or picture_error:
            self._log_refusal(form, "answers" if errors else "person")
            return self._render_form(
                form, page, typed, errors, problem=problem, picture_error=picture_error, status=422
            )
        return self._finish(form, page, typed, answers, spam=self._is_suspicious(form, answers))

    def _is_suspicious(self, form, answers):
        """Hook: whether an entry that passed all checks goes to the spam folder all the same."""
        written = [answers.get(field.key) for field in form.field_ids if field.kind in ("text", "paragraph", "list")]
        return is_suspicious(written)

    def _go(self, form, page, params, typed, answers, errors):
        """Show the page that a button asks for; forward only when this one is answered rightly."""
        if "next" in params:
            errors = form._errors_until(page["step"], errors)
            if errors:
                return self._render_form(form, page, typed, errors, status=422)
        if "next" in params or "back" in params:
            step = form._page_beside(page["step"], answers, back="back" in params)
            page["step"] = page["step"] if step is None else step
        return self._render_form(form, page, typed, {})

    def _check_person(self, form, page, params):
        """Whether a person sent this, as far as one can tell. What is proved is noted in the page, so that nobody
        solves a second picture because of a typing error in another field.

        :return: (a problem of the whole page or None, a problem of the security text or None)
        """
        if page["human"]:
            return None, None
        if self._asks_picture(form, page):
            right = self._once(
                "picture",
                lambda: guard.check_picture(request.env, params.get("picture_token"), params.get("picture")),
            )
            if not right:
                return None, request.env._("This was not the security text. Please write the new one.")
            page["human"] = True
        elif self._asks_proof(form, page):
            if not self._once("proof", lambda: guard.check_proof(request.env, params.get("proof"))):
                page["ask"] = True
                return request.env._("Your browser could not do its task. Please write the security text."), None
            page["human"] = True
        least = int(request.env["ir.config_parameter"].sudo().get_param("loyalty_forms.min_seconds") or 2)
        if not page["human"] and guard.now() - page["at"] < least:
            page["ask"] = True
            return request.env._("That was very fast. Please send it once more."), None
        return None, None

    def _asks_picture(self, form, page):
        return captcha.available() and (form.captcha == "picture" or page["ask"])

    def _asks_proof(self, form, page):
        return proof.available() and form.captcha == "proof" and not page["ask"]

    def _finish(self, form, page, typed, answers, spam=False):
        """What is right is saved, or, when a manager tries his form, not."""
        return self._thank(form) if self._is_trial(form) else self._save(form, page, typed, answers, spam=spam)

    def _meta(self, form, page):
        """What is known of the sender, besides what he typed; see `_submit`."""
        return {
            "nonce": page["nonce"],
            "ip": self._ip(),
            "user_agent": request.httprequest.user_agent.string,
            "lang": request.env.lang,
            "source_url": request.httprequest.referrer,
            "proved_mobile": page.get("proved"),
            "partner_id": page.get("partner") if page.get("partner") == request.env.user.partner_id.id else None,
        }

    def _save(self, form, page, typed, answers, spam=False):
        try:
            with request.env.cr.savepoint():
                entry = form._submit(answers, {**self._meta(form, page), "spam": spam})
                request.env.flush_all()
        except IntegrityError as error:
            if error.diag.constraint_name != "loyalty_form_entry_nonce_unique":
                raise
            return self._thank(form)  # the same page, sent twice at once
        except AnswerError as error:
            self._log_refusal(form, "answers")
            message, key = error.args
            return self._render_form(form, page, typed, {key: message}, status=422)
        except (UserError, ValidationError) as error:
            self._log_refusal(form, "rules")
            return self._render_form(form, page, typed, {}, problem=str(error), status=422)
        if not entry:
            return self._message(form.name, form._closed_reason(), form=form)
        request.env["loyalty.form.draft"].sudo()._forget(page["nonce"])
        return self._thank(form, entry)

    def _thank(self, form, entry=None):
        query = f"?t={guard.sign_thanks(request.env, entry)}" if entry else ""
        # With the language in the address: a page in a frame has no cookie to remember it.
        url = request.env["ir.http"]._url_for(f"{self._url(form)}/thanks{query}")
        return request.redirect(url, code=303)
