from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.crm_segments.tools.phone import normalise


class LoyaltySmsConsent(models.Model):
    """Who wanted messages or no more of them, when, and what proves it. Rows are only added: the last one counts."""

    _name = "loyalty.sms.consent"
    _description = "SMS Consent"
    _order = "id desc"
    _rec_name = "number"

    number = fields.Char("Mobile Number", required=True, help="In international form, such as +989121234567.")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null", ondelete="set null")
    kind = fields.Selection([("in", "Wants messages"), ("out", "Wants no messages")], required=True)
    source = fields.Selection(
        [("inbound", "Reply by SMS"), ("person", "Noted by hand"), ("form", "Form"), ("link", "Link in a message")],
        required=True,
        default="person",
    )
    proof = fields.Text(help="The customer's own words, or where they can be found.")
    event_id = fields.Many2one(
        "loyalty.sms.event", "Message", ondelete="set null", index="btree_not_null", readonly=True
    )
    user_id = fields.Many2one("res.users", "Noted By", default=lambda self: self.env.user, readonly=True)

    _current_index = models.Index("(number, company_id, id DESC)")

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
        blacklist = self.env["phone.blacklist"].sudo()
        for consent in consents:
            message = self.env._(
                "SMS consent: %s", consent.proof or dict(consent._fields["source"].selection)[consent.source]
            )
            if consent.kind == "out":
                blacklist._add([consent.number], message=message)
            elif blacklist.search_count([("number", "=", consent.number)]):
                blacklist._remove([consent.number], message=message)
        return consents

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
                     ORDER BY number, company_id, id DESC) AS last
                WHERE kind = 'out'""",
            list(numbers),
            companies.ids,
        )
        self.flush_model()
        return set(self.env.execute_query(query))
