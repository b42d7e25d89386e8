from odoo.http import request

from .form_page import FormPage


class SurveyPage(FormPage):
    """The page that a customer's own link opens: it takes one answer, however often it is opened or sent."""

    def _new_page(self, form):
        page = super()._new_page(form)
        invite = self._invite(form)
        if invite:
            page["nonce"] = invite._nonce()
        return page

    def _before(self, form):
        """Who has answered sees that he has."""
        invite = self._invite(form)
        if invite.state == "answered":
            return self._message(form.name, request.env._("You have answered already. Thank you!"), form=form)
        return super()._before(form)

    def _query(self, form):
        """A page that was open for too long still knows which order it asks about."""
        invite = self._invite(form)
        return f"?i={invite.token}" if invite else ""

    def _invite(self, form):
        token = request.httprequest.args.get("i")
        return request.env["loyalty.form.survey.invite"].sudo()._of_token(form, token)
