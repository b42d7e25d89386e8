from odoo.http import request

from odoo.addons.loyalty_club.models.loyalty_club_referral import COOKIE

from .form_page import FormPage


class RegistrationPage(FormPage):
    """To make a customer takes longer than to find one: measured from outside, it would tell which numbers are known. A
    registration that proves no mobile is therefore taken without looking, and worked on by a job (F12)."""

    def _meta(self, form, page):
        meta = super()._meta(form, page)
        if form.purpose == "registration" and not meta["proved_mobile"]:
            code = request.cookies.get(COOKIE) or ""
            meta |= {"later": True, "referral_code": code.isalnum() and code[:32]}
        return meta
