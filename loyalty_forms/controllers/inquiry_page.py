from psycopg2 import IntegrityError
from werkzeug.exceptions import NotFound

from odoo.http import request

from . import guard
from .form_page import FormPage
from .form_screen import addresses, page_route


class InquiryPage(FormPage):
    """The page of an inquiry form is the page of a form; what differs is what comes after sending."""

    @page_route(addresses("/answer"))
    def inquiry_answer(self, slug, t="", **_kwargs):
        """What was answered to the one who holds the signed address of it, for an hour."""
        form = self._find(slug)
        log = request.env["loyalty.form.inquiry.log"].sudo().browse(guard.read_answer(request.env, t) or 0).exists()
        if not log or log.inquiry_id.page_id != form:
            raise NotFound()
        return self._render(
            "loyalty_forms.inquiry_page",
            form,
            status=429 if log.result == "limited" else 200,
            answer=log.answer,
            result=log.result,
        )

    def _receive(self, form, page, params):
        if form.purpose == "inquiry" and page:
            asked = request.env["loyalty.form.inquiry.log"].sudo().search([("nonce", "=", page["nonce"])], limit=1)
            if asked:  # the same page sent again is not one more question
                return self._show(form, asked)
        return super()._receive(form, page, params)

    def _finish(self, form, page, typed, answers, spam=False):
        """Who tries his inquiry form sees what it would answer; nothing is counted or kept."""
        if form.purpose != "inquiry" or not self._is_trial(form):
            return super()._finish(form, page, typed, answers, spam=spam)
        inquiry = self._inquiry(form.draft_of_id or form)
        live = {(field.published_field_id or field).key: answers.get(field.key) for field in form.field_ids}
        result, answer = inquiry._try({key: value for key, value in live.items() if value is not None})
        return self._render("loyalty_forms.inquiry_page", form, answer=answer, result=result)

    def _inquiry(self, form):
        inquiry = request.env["loyalty.form.inquiry"].sudo().search([("page_id", "=", form.id)], limit=1)
        if not inquiry:
            raise NotFound()
        return inquiry

    def _save(self, form, page, typed, answers, spam=False):
        if form.purpose != "inquiry":
            return super()._save(form, page, typed, answers, spam=spam)
        inquiry = self._inquiry(form)
        meta = {
            "nonce": page["nonce"],
            "ip": self._ip(),
            "user_agent": request.httprequest.user_agent.string,
            "source_url": request.httprequest.referrer,
            "user_id": False if request.env.user._is_public() else request.env.uid,
        }
        try:
            with request.env.cr.savepoint():
                # A script learns what every other one learns who guesses wrong.
                log = inquiry._ask({} if spam else answers, meta)
        except IntegrityError:
            log = request.env["loyalty.form.inquiry.log"].sudo().search([("nonce", "=", page["nonce"])], limit=1)
        return self._show(form, log)

    def _show(self, form, log):
        token = guard.sign_answer(request.env, log)
        url = request.env["ir.http"]._url_for(f"{self._url(form)}/answer?t={token}")
        return request.redirect(url, code=303)
