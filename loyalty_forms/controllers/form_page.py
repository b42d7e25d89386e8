from psycopg2 import IntegrityError
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from odoo.addons.loyalty_club.tools.display import show_number

from ..models.loyalty_form_submit import MAX_BODY
from ..tools import captcha, proof, template
from ..tools.errors import AnswerError
from . import guard

# Pages of one visitor: nobody on the way may keep them.
_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}

# Buttons that show another page, or this one again, and save nothing.
_STEPS = ("next", "back", "another_picture", "add_line")

# A page of its own; bare in a frame of other sites, of a page of this site, and of the builder.
_MODES = ("", "/embed", "/block", "/preview")


def _addresses(tail=""):
    return [f"/f/<string:slug>{mode}{tail}" for mode in _MODES]


class FormPage(http.Controller):
    """The public page of a form. It works without JavaScript and without a session: `csrf=False` is right here since
    nothing that a signed-in user could be tricked into depends on who he is; the page has a signed token of its own."""

    @http.route(
        _addresses(),
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
        save_session=False,
    )
    def form_page(self, slug, **_kwargs):
        form = self._find(slug)
        reason = self._closed_reason(form)
        if reason:
            return self._message(form.name, reason, form=form)
        shown = self._before(form)
        if shown:
            return shown
        page = self._new_page(form)
        partner = self._signed_in(form)
        if partner:
            page["partner"] = partner.id
        return self._render_form(form, page, form._prefill(request.httprequest.args, partner), {})

    @http.route(
        _addresses(),
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
        csrf=False,
        save_session=False,
        max_content_length=MAX_BODY,
        loyalty_form=True,
    )
    def form_send(self, slug, **_kwargs):
        form = self._find(slug)
        params = CombinedMultiDict([request.httprequest.form, request.httprequest.files])
        reason = self._closed_reason(form)
        if reason:
            return self._message(form.name, reason, form=form)
        page = guard.read_page(request.env, form, params.get("token"))
        step = bool(page) and any(name in params for name in _STEPS)
        wait = self._once("limited", lambda: request.env["loyalty.form.hit"].sudo()._limited(self._ip(), step=step))
        if wait:
            return self._too_many(form, wait)
        return self._receive(form, page, params)

    @http.route(
        _addresses("/thanks"),
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
        save_session=False,
    )
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
        form = request.env["loyalty.form"].sudo().search([("slug", "=", slug)], limit=1)
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
            problem = request.env._("This page was open for too long. Please check it and send it again.")
            return self._render_form(form, guard.new_page(form), typed, {}, problem=problem, status=400)
        sent = request.env["loyalty.form.entry"].sudo().search([("nonce", "=", page["nonce"])], limit=1)
        if sent:  # a second click, or the page sent again from the history
            return self._thank(form, sent)
        drafts = request.env["loyalty.form.draft"].sudo()
        drafts._fill(form, page["nonce"], typed)
        answers, errors = form._check_answers(typed)
        if params.get(guard.honeypot_name(form)):
            # A script filled what no person sees. It is told that all is well; staff find the entry among spam.
            return self._finish(form, page, typed, answers, spam=True)
        drafts._keep(form, page["nonce"], typed, answers)
        if any(name in params for name in _STEPS):
            return self._go(form, page, params, typed, answers, errors)
        if form._step(page["step"], answers) is not None:
            return self._go(form, page, {"next": "1"}, typed, answers, errors)
        problem, picture_error = self._check_person(form, page, params)
        if errors or problem or picture_error:
            return self._render_form(
                form, page, typed, errors, problem=problem, picture_error=picture_error, status=422
            )
        return self._finish(form, page, typed, answers)

    def _go(self, form, page, params, typed, answers, errors):
        """Show the page that a button asks for; forward only when this one is answered rightly."""
        if "next" in params:
            errors = form._errors_until(page["step"], errors)
            if errors:
                return self._render_form(form, page, typed, errors, status=422)
        if "next" in params or "back" in params:
            step = form._step(page["step"], answers, back="back" in params)
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

    def _save(self, form, page, typed, answers, spam=False):
        meta = {
            "nonce": page["nonce"],
            "ip": self._ip(),
            "user_agent": request.httprequest.user_agent.string,
            "lang": request.env.lang,
            "source_url": request.httprequest.referrer,
            "spam": spam,
            "partner_id": page.get("partner") if page.get("partner") == request.env.user.partner_id.id else None,
        }
        try:
            with request.env.cr.savepoint():
                entry = form._submit(answers, meta)
                request.env.flush_all()
        except IntegrityError as error:
            if error.diag.constraint_name != "loyalty_form_entry_nonce_unique":
                raise
            return self._thank(form)  # the same page, sent twice at once
        except AnswerError as error:
            message, key = error.args
            return self._render_form(form, page, typed, {key: message}, status=422)
        except (UserError, ValidationError) as error:
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

    # === pages === #
    def _render_form(self, form, page, typed, errors, problem=None, picture_error=None, status=200):
        step = form._step_with_error(errors)
        step = page["step"] = page["step"] if step is None else step
        answers, _errors = form._check_answers(typed)
        items = form._page_items(step, typed, errors, answers)
        last = form._step(step, answers) is None
        ask = last and self._asks_picture(form, page) and not page["human"]
        prove = last and self._asks_proof(form, page) and not page["human"]
        return self._render(
            "loyalty_forms.form_page",
            form,
            status=status,
            items=items,
            errors=[item for item in items if item["error"]],
            carried=form._carried(step, typed),
            steps=self._progress(step + 1, len(form._pages()), last),
            problem=problem,
            token=guard.sign_page(request.env, page),
            honeypot=guard.honeypot_name(form),
            picture=guard.new_picture(request.env) if ask else None,
            proof=guard.new_proof(request.env) if prove else None,
            picture_error=picture_error,
        )

    def _progress(self, number, count, last):
        shown, all_pages = (show_number(value, request.env.lang) for value in (number, count))
        return {"number": number, "count": count, "last": last, "shown": shown, "all": all_pages}

    def _too_many(self, form, wait):
        message = request.env._("Too many forms were sent from your network. Please wait a little and try again.")
        response = self._message(request.env._("One moment, please"), message, form=form, status=429)
        response.headers["Retry-After"] = str(wait)
        return response

    def _message(self, title, message, form=None, status=200):
        return self._render("loyalty_forms.message_page", form, status=status, title=title, message=message)

    def _render(self, view, form, status=200, **values):
        shown = {
            "name": form.name,
            "intro": form.intro,
            "submit_label": form.submit_label,
            "url": self._url(form),
            "embedded": self._embedded(),
            "multipart": form._has_files(),
            "preview": self._is_trial(form) and self._mode() != "preview",
        }
        bare = {"no_header": True, "no_footer": True} if shown["embedded"] else {}
        values = {"form": shown, "additional_title": form.name, **bare, **values}
        response = request.render(view, values, status=status)
        response.headers.update(_HEADERS)
        # Who may show this page inside another one; nobody else can lay something over its button.
        sites = form._embed_origins() if self._mode() == "embed" else []
        response.headers["Content-Security-Policy"] = " ".join(["frame-ancestors 'self'", *sites])
        return response

    # === request === #
    def _signed_in(self, form):
        """The signed-in customer, when the form cares who he is."""
        user = request.env.user
        if form.prefill_customer and not user._is_public() and not self._embedded():
            return user.partner_id
        return None

    def _mode(self):
        """How the page is shown: as a page of its own (an empty text), or in which frame."""
        mode = request.httprequest.path.partition("/f/")[2].split("/")[1:2]
        return mode[0] if mode and f"/{mode[0]}" in _MODES else ""

    def _embedded(self):
        """Whether the page is shown bare, in a frame."""
        return bool(self._mode())

    def _is_trial(self, form):
        """Whether a manager only tries his form: nothing is saved."""
        return self._mode() == "preview" or not form.is_published

    def _closed_reason(self, form):
        return None if self._mode() == "preview" else form._closed_reason()

    def _url(self, form):
        mode = self._mode()
        return f"/f/{form.slug}/{mode}" if mode else f"/f/{form.slug}"

    def _ip(self):
        return request.httprequest.remote_addr or ""

    def _once(self, name, function):
        """Odoo runs a request again when it loses a race. What counts or uses up something must not happen twice."""
        done = request.__dict__.setdefault("loyalty_forms_done", {})
        if name not in done:
            done[name] = function()
        return done[name]
