import json
import re
from uuid import uuid4

from odoo import models
from odoo.tools import SQL, split_every

CHUNK = 2000
LONG = 100_000  # letters of a list of ids, beyond which Odoo refuses to read it


class SmsComposer(models.TransientModel):
    _inherit = "sms.composer"

    def _get_records(self):
        """Override of `sms`: also more than the ten thousand or so of which Odoo can read the ids."""
        if not self.res_model or len(self.res_ids or "") < LONG:
            return super()._get_records()
        return self.env[self.res_model].browse(json.loads(self.res_ids)).with_context(mail_notify_author=True)

    def _action_send_sms_mass(self, records=None):
        """Override of `sms`: mailings to customers go into the outbox in sets.

        Odoo makes a message, a trace and a tracker of each one by itself, and compares each number with the whole
        blacklist. What a mailing does besides, such as keeping a log on each customer, stays with Odoo.
        """
        records = records if records is not None else self._get_records()
        companies = self._outbox_companies(records)
        if not companies:
            return super()._action_send_sms_mass(records)
        queued, seen = 0, set()
        for ids in split_every(CHUNK, records.ids):
            rows = self._mailing_rows(records.browse(ids), seen)
            queued += self.env["loyalty.sms.message"].sudo()._enqueue_mailing(self.mailing_id, rows)
            self.env.invalidate_all()
        self.env["mailing.trace"].invalidate_model()
        if queued:
            self.env["loyalty.sms.dispatcher"]._wake()
        return self.env["sms.sms"]

    def _outbox_companies(self, records):
        """:return: the companies of the records when all of them have a gateway and nothing needs Odoo's own way"""
        if not self._is_mass_sms() or self.mass_keep_log or records._name != "res.partner" or not records:
            return self.env["res.company"]
        if self.number_field_name not in (False, "phone"):
            return self.env["res.company"]
        query = SQL("SELECT DISTINCT company_id FROM res_partner WHERE id = ANY(%s)", records.ids)
        companies = self.env["res.company"].browse(
            row[0] or self.env.company.id for row in self.env.execute_query(query)
        )
        if all(company._loyalty_sms_is_on() for company in companies):
            return companies
        return self.env["res.company"]

    def _mailing_rows(self, records, seen):
        """:param set seen: numbers that have a row already; filled here
        :return: rows for `_enqueue_mailing`
        """
        records.flush_recordset(["phone", "phone_sanitized", "company_id"])
        query = SQL(
            """SELECT p.id, p.phone, p.phone_sanitized, p.company_id, nextval('sms_sms_id_seq'),
                      EXISTS (SELECT FROM phone_blacklist b WHERE b.number = p.phone_sanitized AND b.active),
                      EXISTS (SELECT FROM mailing_trace t WHERE t.mass_mailing_id = %s AND t.model = 'res.partner'
                                 AND t.res_id = p.id)
                 FROM res_partner p JOIN unnest(%s) WITH ORDINALITY AS o(id, place) ON o.id = p.id
             ORDER BY o.place""",
            self.mailing_id.id,
            records.ids,
        )
        bodies, companies = self._mailing_bodies(records), self.env["res.company"]
        opted_out = set(self._get_optout_record_ids(records, {}))
        rows = []
        for id_, phone, number, company_id, sms_id, blacklisted, done in self.env.execute_query(query):
            if not number:
                failure = "sms_number_format" if phone else "sms_number_missing"
            elif blacklisted and self.use_exclusion_list:
                failure = "sms_blacklist"
            elif id_ in opted_out:
                failure = "sms_optout"
            else:
                failure = "sms_duplicate" if done or number in seen else ""
            seen.add(number)
            code = self.env["mailing.trace"]._get_random_code()
            company = companies.browse(company_id) or self.env.company
            rows.append(
                {
                    "uuid": uuid4().hex,
                    "model": "res.partner",
                    "res_id": id_,
                    "partner_id": id_,
                    "company_id": company.id,
                    "number": number or phone,
                    "body": self._mailing_text(bodies[id_], sms_id, code, company) if not failure else "",
                    "sms_code": code,
                    "sms_id": sms_id,
                    "failure": failure,
                }
            )
        return rows

    def _mailing_bodies(self, records):
        """:return: ``{record id: text}``; one without fields is rendered, and its links shortened, once for all"""
        if "{{" not in (self.body or "") and not self.template_id:
            return dict.fromkeys(records.ids, self._prepare_body_values(records[:1])[records[:1].id])
        return self._prepare_body_values(records)

    def _mailing_text(self, body, sms_id, code, company):
        """The text with what each one gets besides: who clicks a short link, the link that opts out, the footer."""
        base = re.escape(f"{self.get_base_url()}/r/")
        text = re.sub(rf"({base}\w+)(?![\w@:%.+&~#=/-])", rf"\1/s/{sms_id}", body or "")
        if self.mass_sms_allow_unsubscribe:
            stop = self._get_unsubscribe_info(self._get_unsubscribe_url(self.mailing_id.id, code))
            text = f"{text}\n{stop}"
        return company.sudo()._loyalty_sms_with_footer(text, "marketing")
