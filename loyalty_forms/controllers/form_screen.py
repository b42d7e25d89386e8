import logging

from markupsafe import Markup

from odoo import http
from odoo.http import request

from odoo.addons.loyalty_club.tools.display import show_number

from . import guard

_logger = logging.getLogger(__name__)

# Pages of one visitor: nobody on the way may keep them.
_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
_BARE = Markup(
    "<!DOCTYPE html><html lang='%s'><head><meta charset='utf-8'><title>%s</title></head>"
    "<body dir='auto'><p>%s</p></body></html>"
)
# A page of its own; bare in a frame of other sites, of a page of this site, and of the builder.
MODES = ("", "/embed", "/block", "/preview")


def addresses(tail=""):
    """The addresses of a page of a form, however it is shown."""
    return [f"/f/<string:slug>{mode}{tail}" for mode in MODES]


def page_route(paths, **options):
    """A page of the web site for anybody, that search engines leave out and that starts no session."""
    options = {"methods": ["GET"], **options}
    return http.route(paths, type="http", auth="public", website=True, sitemap=False, save_session=False, **options)


class FormScreen(http.Controller):
    """How the pages of a form are drawn, and what the request says of where they are shown."""

    # === pages === #
    def _render_form(self, form, page, typed, errors, problem=None, picture_error=None, status=200):
        step = form._step_with_error(errors)
        step = page["step"] = page["step"] if step is None else step
        answers, _errors = form._check_answers(typed)
        items = form._page_items(step, typed, errors, answers)
        last = form._page_beside(step, answers) is None
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
            token=self._sign(page),
            honeypot=guard.honeypot_name(form),
            picture=guard.new_picture(request.env) if ask else None,
            proof=guard.new_proof(request.env) if prove else None,
            picture_error=picture_error,
        )

    def _progress(self, number, count, last):
        shown, all_pages = (show_number(value, request.env.lang) for value in (number, count))
        return {"number": number, "count": count, "last": last, "shown": shown, "all": all_pages}

    def _log_refusal(self, form, reason):
        """For whoever runs the server. Neither who sent it nor what was typed is in the log."""
        _logger.info("Form %s: refused (%s)", form.id, reason)

    def _too_many(self, form, wait, bare=False):
        """Tell him to wait; bare: without the page around it, which takes most of the time, so that a flood leaves the
        server free for others."""
        self._log_refusal(form, "limit")
        title = request.env._("One moment, please")
        message = request.env._("Too many forms were sent from your network. Please wait a little and try again.")
        if bare:
            lang = (request.env.lang or "").replace("_", "-")
            html = _BARE % (lang, title, message)
            response = request.make_response(html, list(_HEADERS.items()), status=429)
        else:
            response = self._message(title, message, form=form, status=429)
        response.headers["Retry-After"] = str(wait)
        return response

    def _message(self, title, message, form=None, status=200):
        return self._render("loyalty_forms.message_page", form, status=status, title=title, message=message)

    def _render(self, view, form, status=200, **values):
        live = form.draft_of_id or form  # a draft waits with fields alone
        shown = {
            "name": live.name,
            "intro": live.intro,
            "submit_label": live.submit_label,
            "url": self._url(form) + self._query(form),
            "embedded": self._embedded(),
            "multipart": form._has_files(),
            "preview": self._is_trial(form) and self._mode() != "preview",
        }
        bare = {"no_header": True, "no_footer": True} if shown["embedded"] else {}
        values = {"form": shown, "additional_title": live.name, **bare, **values}
        response = request.render(view, values, status=status)
        response.headers.update(_HEADERS)
        # Who may show this page inside another one; nobody else can lay something over its button.
        sites = form._embed_origins() if self._mode() == "embed" else []
        response.headers["Content-Security-Policy"] = " ".join(["frame-ancestors 'self'", *sites])
        return response

    # === request === #
    def _sign(self, page):
        return guard.sign_page(request.env, page)

    def _signed_in(self, form):
        """The signed-in customer, when the form cares who he is."""
        user = request.env.user
        if (form.prefill_customer or form.in_portal) and not user._is_public() and not self._embedded():
            return user.partner_id
        return None

    def _mode(self):
        """How the page is shown: as a page of its own (an empty text), or in which frame."""
        mode = request.httprequest.path.partition("/f/")[2].split("/")[1:2]
        return mode[0] if mode and f"/{mode[0]}" in MODES else ""

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

    def _query(self, form):
        """Hook: what the address that the page is sent to needs besides, beginning with a question mark."""
        return ""

    def _ip(self):
        return request.httprequest.remote_addr or ""

    def _once(self, name, function):
        """Odoo runs a request again when it loses a race. What counts or uses up something must not happen twice."""
        done = request.__dict__.setdefault("loyalty_forms_done", {})
        if name not in done:
            done[name] = function()
        return done[name]
