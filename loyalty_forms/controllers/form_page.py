from psycopg2 import IntegrityError
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from ..models.loyalty_form_submit import MAX_BODY
from ..tools import captcha, template
from . import guard

# Pages of one visitor: nobody on the way may keep them.
_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}


class FormPage(http.Controller):
    """The public page of a form. It works without JavaScript and without a session: `csrf=False` is right here since
    nothing that a signed-in user could be tricked into depends on who he is; the page has a signed token of its own."""

    @http.route(
        ["/f/<string:slug>", "/f/<string:slug>/embed"],
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
        save_session=False,
    )
    def form_page(self, slug, **_kwargs):
        form = self._find(slug)
        reason = form._closed_reason()
        if reason:
            return self._message(form.name, reason, form=form)
        shown = self._before(form)
        return shown or self._render_form(form, self._new_page(form), form._prefill(request.httprequest.args), {})

    @http.route(
        ["/f/<string:slug>", "/f/<string:slug>/embed"],
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
        reason = form._closed_reason()
        if reason:
            return self._message(form.name, reason, form=form)
        if not form.is_published:  # a manager tries his form
            return self._thank(form)
        page = guard.read_page(request.env, form, params.get("token"))
        if "another_picture" in params and page:
            return self._render_form(form, page, form._typed(params), {})
        wait = self._once("limited", lambda: request.env["loyalty.form.hit"].sudo()._limited(self._ip()))
        if wait:
            return self._too_many(form, wait)
        return self._receive(form, page, params)

    @http.route(
        ["/f/<string:slug>/thanks", "/f/<string:slug>/embed/thanks"],
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
        seen = form.is_published or (staff and form.company_id in request.env.user.company_ids)
        if not form or not fits or not seen or (self._embedded() and not form.embed_sites):
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
        if params.get(guard.honeypot_name(form)):
            # A script filled what no person sees. It is told that all is well; staff find the entry among spam.
            answers, _errors = form._check_answers(typed)
            return self._save(form, page, typed, answers, spam=True)
        answers, errors = form._check_answers(typed)
        problem, picture_error = self._check_person(form, page, params)
        if errors or problem or picture_error:
            return self._render_form(
                form, page, typed, errors, problem=problem, picture_error=picture_error, status=422
            )
        return self._save(form, page, typed, answers)

    def _check_person(self, form, page, params):
        """Whether a person sent this, as far as one can tell. What is proved is noted in the page, so that nobody
        solves a second picture because of a typing error in another field.

        :return: (a problem of the whole page or None, a problem of the security text or None)
        """
        if self._asks_picture(form, page) and not page["human"]:
            right = self._once(
                "picture",
                lambda: guard.check_picture(request.env, params.get("picture_token"), params.get("picture")),
            )
            if not right:
                return None, request.env._("This was not the security text. Please write the new one.")
            page["human"] = True
        least = int(request.env["ir.config_parameter"].sudo().get_param("loyalty_forms.min_seconds") or 2)
        if not page["human"] and guard.now() - page["at"] < least:
            page["ask"] = True
            return request.env._("That was very fast. Please send it once more."), None
        return None, None

    def _asks_picture(self, form, page):
        return captcha.available() and (form.captcha == "picture" or page["ask"])

    def _save(self, form, page, typed, answers, spam=False):
        meta = {
            "nonce": page["nonce"],
            "ip": self._ip(),
            "user_agent": request.httprequest.user_agent.string,
            "lang": request.env.lang,
            "source_url": request.httprequest.referrer,
            "spam": spam,
        }
        try:
            with request.env.cr.savepoint():
                entry = form._submit(answers, meta)
                request.env.flush_all()
        except IntegrityError as error:
            if error.diag.constraint_name != "loyalty_form_entry_nonce_unique":
                raise
            return self._thank(form)  # the same page, sent twice at once
        except (UserError, ValidationError) as error:
            return self._render_form(form, page, typed, {}, problem=str(error), status=422)
        if not entry:
            return self._message(form.name, form._closed_reason(), form=form)
        return self._thank(form, entry)

    def _thank(self, form, entry=None):
        query = f"?t={guard.sign_thanks(request.env, entry)}" if entry else ""
        # With the language in the address: a page in a frame has no cookie to remember it.
        url = request.env["ir.http"]._url_for(f"{self._url(form)}/thanks{query}")
        return request.redirect(url, code=303)

    # === pages === #
    def _render_form(self, form, page, typed, errors, problem=None, picture_error=None, status=200):
        items = [field._page_values(typed.get(field.key, ""), errors.get(field.key)) for field in form.field_ids]
        ask = self._asks_picture(form, page) and not page["human"]
        return self._render(
            "loyalty_forms.form_page",
            form,
            status=status,
            items=[item for item in items if item],
            errors=[item for item in items if item and item["error"]],
            problem=problem,
            token=guard.sign_page(request.env, page),
            honeypot=guard.honeypot_name(form),
            picture=guard.new_picture(request.env) if ask else None,
            picture_error=picture_error,
        )

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
            "multipart": any(field.kind in ("file", "picture") for field in form.field_ids),
            "preview": not form.is_published,
        }
        bare = {"no_header": True, "no_footer": True} if shown["embedded"] else {}
        values = {"form": shown, "additional_title": form.name, **bare, **values}
        response = request.render(view, values, status=status)
        response.headers.update(_HEADERS)
        # Who may show this page inside another one; nobody else can lay something over its button.
        sites = form._embed_origins() if shown["embedded"] else []
        response.headers["Content-Security-Policy"] = " ".join(["frame-ancestors 'self'", *sites])
        return response

    # === request === #
    def _embedded(self):
        """Whether the page is shown in a frame on another site."""
        return request.httprequest.path.split("/")[3:4] == ["embed"]

    def _url(self, form):
        return f"/f/{form.slug}/embed" if self._embedded() else f"/f/{form.slug}"

    def _ip(self):
        return request.httprequest.remote_addr or ""

    def _once(self, name, function):
        """Odoo runs a request again when it loses a race. What counts or uses up something must not happen twice."""
        done = request.__dict__.setdefault("loyalty_forms_done", {})
        if name not in done:
            done[name] = function()
        return done[name]
