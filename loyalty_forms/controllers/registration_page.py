import time

from odoo.http import request

from .form_page import FormPage

STEP = 0.3  # seconds


class RegistrationPage(FormPage):
    """To make a customer takes longer than to find one: measured from outside, it would tell which numbers are known. A
    registration that proves no mobile is therefore answered at the next full step of time after it came (F12)."""

    def _save(self, form, page, typed, answers, spam=False):
        begin = time.monotonic()
        response = super()._save(form, page, typed, answers, spam=spam)
        if form.purpose == "registration" and not form.verify_mobile:
            # Waited for when all is written and no row is locked any more.
            request.env.cr.postcommit.add(lambda: time.sleep(-(time.monotonic() - begin) % STEP))
        return response
