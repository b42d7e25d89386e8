from odoo.exceptions import UserError
from odoo.http import request

from .form_page import FormPage

_PURPOSE = "form"


class MobilePage(FormPage):
    """Between the last page of a form and its entry: a code by SMS proves that the mobile is the sender's (F12). The
    page's token remembers what was proved; what was typed lies in hidden controls, as between pages."""

    def _receive(self, form, page, params):
        if page and "code_back" in params:
            page.pop("code_token", None)
            return self._render_form(form, page, form._typed(params), {})
        return super()._receive(form, page, params)

    def _finish(self, form, page, typed, answers, spam=False):
        number = form._number_to_prove(answers)
        if not number or spam or self._is_trial(form) or page.get("proved") == number:
            return super()._finish(form, page, typed, answers, spam=spam)
        return self._prove(form, page, typed, number) or super()._finish(form, page, typed, answers)

    def _prove(self, form, page, typed, number):
        """Send a code, or check the one that was typed.

        :return: the page to show; None when the number is proved
        """
        codes, params, problem = form.env["club.one.time.code"].sudo(), request.httprequest.form, None
        token = page.get("code_token") if page.get("code_number") == number else None
        if token and "code_again" not in params:
            code = (params.get("code") or "")[:20]
            if self._once("code", lambda: codes._verify(token, number, code, purpose=_PURPOSE)):
                page["proved"] = number
                page.pop("code_token")
                return None
            self._log_refusal(form, "code")
            problem = codes._refusal(token)
        else:
            try:
                page["code_token"] = self._once("sent", lambda: codes._issue(_PURPOSE, number, address=self._ip()))
                page["code_number"] = number
            except UserError as error:
                self._log_refusal(form, "codes")
                problem = str(error)
                if not token:
                    return self._render_form(form, page, typed, {}, problem=problem, status=429)
        return self._code_page(form, page, typed, number, problem)

    def _code_page(self, form, page, typed, number, problem):
        return self._render(
            "loyalty_forms.code_page",
            form,
            status=422 if problem else 200,
            token=self._sign(page),
            carried=form._carried(None, typed),
            number=number,
            problem=problem,
        )
