from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, consteq

from ..tools.one_time_code import hash_code, hash_token, new_code, new_token, read_code
from ..tools.phone import is_mobile, normalise
from ..tools.rate import sender_key
from ..tools.text import to_persian_digits

LIFE = 180  # seconds
ATTEMPTS = 5
NUMBER_LIMITS = ((1, 60), (5, 3600), (10, 86400))
ADDRESS_LIMITS = ((20, 600), (60, 3600))


class ClubOneTimeCode(models.Model):
    """Proof that somebody holds a mobile number: a code by SMS, good for minutes, some attempts and one use (S10).

    Neither code nor token is stored. What is stored cannot be tried out, even by who reads the whole database.
    """

    _name = "club.one.time.code"
    _description = "One-Time Code"
    _log_access = False
    _rec_name = "number"

    token_hash = fields.Char(required=True)
    code_hash = fields.Char(required=True)
    purpose = fields.Char(required=True)
    number = fields.Char(required=True, index=True)
    partner_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="cascade")
    expires_at = fields.Datetime(required=True, index=True)
    used_at = fields.Datetime()

    _token_unique = models.UniqueIndex("(token_hash)")

    @api.model
    def _issue(self, purpose, number, address=None, partner=None, deliver=True):
        """Send a code to a number. Neither answer nor errors tell whether the number is known.

        :param str purpose: what the code is for, such as ``"signin"``
        :param str number: mobile number in any spelling
        :param str address: IP address of whoever asks
        :param partner: res.partner the code is for, if known
        :param bool deliver: False sends nothing: for numbers that may not get a code, which must not show
        :return: the token that the code must be shown with
        :rtype: str
        :raise UserError: no mobile number, or too many codes; says how long to wait
        """
        mobile = self._mobile(number)
        if not mobile:
            raise UserError(self.env._("This is not a mobile number. Write it as 0912 345 6789."))
        counts = self.env["club.request.count"]
        wait = counts._wait(f"code:address:{sender_key(address)}", ADDRESS_LIMITS) if address else 0
        wait = wait or counts._wait(f"code:number:{mobile}", NUMBER_LIMITS)
        if wait:
            raise UserError(self._wait_text(wait))
        token, code = new_token(), new_code()
        codes = self.sudo()
        codes.search([("number", "=", mobile), ("purpose", "=", purpose)]).unlink()  # only the last one counts
        codes.create(
            {
                "token_hash": hash_token(token),
                "code_hash": hash_code(token, mobile, code),
                "purpose": purpose,
                "number": mobile,
                "partner_id": partner.id if partner else False,
                "expires_at": fields.Datetime.now() + timedelta(seconds=LIFE),
            }
        )
        if deliver:
            self._deliver(mobile, code, purpose)
        return token

    @api.model
    def _verify(self, token, number, code, purpose=None, use=True):
        """Whether the code is the one that was sent to the number. True just once.

        Attempts are counted for themselves, so that a wrong one counts whatever the caller's transaction does after.

        :param str token: from `_issue`
        :param str number: mobile number in any spelling
        :param str code: as typed
        :param str purpose: must be that of `_issue`, when given
        :param bool use: False only looks: the code stays good
        :rtype: bool
        """
        hits, _left = self.env["club.request.count"]._count(f"code:token:{hash_token(token)}", 3600)
        row = self.sudo().search([("token_hash", "=", hash_token(token))])
        mobile = self._mobile(number) or ""
        # What is not there is compared as well, so that the time tells nothing.
        same = consteq(row.code_hash or "-" * 64, hash_code(token, mobile, read_code(code)))
        now = fields.Datetime.now()
        if not same or hits > ATTEMPTS or row.expires_at < now or (purpose and row.purpose != purpose):
            return False
        if not use:
            return not row.used_at
        query = "UPDATE club_one_time_code SET used_at = %s WHERE id = %s AND used_at IS NULL RETURNING id"
        self.env["club.one.time.code"].flush_model()
        used = self.env.execute_query(SQL(query, now, row.id))
        row.invalidate_recordset()
        return bool(used)

    @api.model
    def _refusal(self, token):
        """What to tell who typed a code that was not the right one. It is the same whether the number is known or not.

        :param str token: from `_issue`
        """
        if self.env["club.request.count"]._hits(f"code:token:{hash_token(token)}") >= ATTEMPTS:
            return self.env._("Too many attempts: this code is void. Ask for a new one.")
        return self.env._("This code is wrong or too old. Check it, or ask for a new one.")

    @api.model
    def _deliver(self, number, code, purpose):
        """Bring the code to the number. Extend to send it another way.

        :param str number: E.164
        :param str code: the digits
        """
        self.env["sms.sms"].sudo().create({"number": number, "body": self._text(code, purpose)})

    @api.model
    def _text(self, code, purpose):
        """:return: what the SMS says"""
        return self.env._("Your code: %s\nDo not give it to anyone.", code)

    @api.model
    def _wait_text(self, seconds):
        persian = (self.env.lang or "").startswith("fa")
        shown = to_persian_digits if persian else str
        if seconds < 120:
            return self.env._("Too many codes. Please wait %s seconds and try again.", shown(str(seconds)))
        return self.env._("Too many codes. Please wait %s minutes and try again.", shown(str(-(-seconds // 60))))

    @api.model
    def _mobile(self, number):
        """:return: E.164, or None when it is not a number that takes SMS"""
        region = self.env.company.country_id.code or "IR"
        mobile = normalise((number or "")[:64], region)
        return mobile if mobile and is_mobile(mobile, region) else None

    @api.autovacuum
    def _gc_codes(self):
        limit = fields.Datetime.now() - timedelta(days=1)
        self.env.cr.execute(SQL("DELETE FROM club_one_time_code WHERE expires_at < %s", limit))
