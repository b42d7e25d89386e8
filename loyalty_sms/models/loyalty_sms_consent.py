from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.crm_segments.tools.phone import normalise


class LoyaltySmsConsent(models.Model):
    """Who wanted messages or no more of them, when, and what proves it. Rows are only added: the last one counts."""

    _name = "loyalty.sms.consent"
    _description = "SMS Consent"
    _order = "happened_at desc, id desc"
    _rec_name = "number"

    number = fields.Char("Mobile Number", required=True, help="In international form, such as +989121234567.")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null", ondelete="set null")
    kind = fields.Selection([("in", "Wants messages"), ("out", "Wants no messages")], required=True)
    source = fields.Selection(
        [
            ("inbound", "Reply by SMS"),
            ("person", "Noted by hand"),
            ("form", "Form"),
            ("link", "Link in a message"),
            ("portal", "Portal"),
            ("import", "Imported list"),
        ],
        required=True,
        default="person",
    )
    happened_at = fields.Datetime(
        "When", required=True, default=fields.Datetime.now, help="When the customer said so. The last one counts."
    )
    proof = fields.Text(help="The customer's own words, or where they can be found.")
    event_id = fields.Many2one(
        "loyalty.sms.event", "Message", ondelete="set null", index="btree_not_null", readonly=True
    )
    user_id = fields.Many2one("res.users", "Noted By", default=lambda self: self.env.user, readonly=True)

    _current_index = models.Index("(number, company_id, happened_at DESC, id DESC)")

    @api.constrains("happened_at")
    def _check_happened_at(self):
        if any(consent.happened_at > fields.Datetime.now() for consent in self):
            raise ValidationError(self.env._("A consent cannot be given in the future."))

    @api.model_create_multi
    def create(self, vals_list):
        """Carry the customer's wish to Odoo's own blacklist, which the mailings of all apps look at."""
        for vals in vals_list:
            company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
            if not self.env.su:  # nobody notes a proof in another one's name
                vals.update(user_id=self.env.uid, event_id=False)
                vals["source"] = "person" if vals.get("source") == "inbound" else vals.get("source", "person")
            vals["number"] = normalise(vals.get("number"), company.country_id.code or "IR") or vals.get("number")
        consents = super().create(vals_list)
        consents._to_blacklist()
        self.env["club.customer.touch"].sudo()._mark(consents.partner_id.ids, "sms")
        return consents

    def _to_blacklist(self):
        """What customers said last counts in all apps: mailings, chatter, whatever looks at Odoo's blacklist."""
        last = self._last(self.company_id, self.mapped("number"))
        current = self.filtered(lambda consent: last[consent.company_id.id, consent.number] == consent.id)
        blacklist = self.env["phone.blacklist"].sudo()
        sources = dict(self._fields["source"]._description_selection(self.env))
        for (kind, reason), consents in current.grouped(
            lambda consent: (consent.kind, consent.proof or sources[consent.source])
        ).items():
            numbers = list(dict.fromkeys(consents.mapped("number")))
            message = self.env._("SMS consent: %s", reason)
            if kind == "out":
                blacklist._add(numbers, message=message)
            elif listed := blacklist.search([("number", "in", numbers)]):
                blacklist._remove(listed.mapped("number"), message=message)

    @api.model
    def _last(self, companies, numbers):
        """:return: ``{(company id, number): id of the consent that counts}``"""
        query = SQL(
            """SELECT DISTINCT ON (number, company_id) company_id, number, id
                 FROM loyalty_sms_consent
                WHERE number = ANY(%s) AND company_id = ANY(%s)
             ORDER BY number, company_id, happened_at DESC, id DESC""",
            list(numbers),
            companies.ids,
        )
        self.flush_model()
        return {(company_id, number): consent_id for company_id, number, consent_id in self.env.execute_query(query)}

    @api.model
    def _opted_out(self, companies, numbers):
        """Who last wanted no messages.

        :return: set of ``(company id, number)``
        """
        query = SQL(
            """SELECT company_id, number
                 FROM (SELECT DISTINCT ON (number, company_id) company_id, number, kind
                         FROM loyalty_sms_consent
                        WHERE number = ANY(%s) AND company_id = ANY(%s)
                     ORDER BY number, company_id, happened_at DESC, id DESC) AS last
                WHERE kind = 'out'""",
            list(numbers),
            companies.ids,
        )
        self.flush_model()
        return set(self.env.execute_query(query))
