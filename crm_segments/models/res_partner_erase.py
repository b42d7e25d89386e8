"""Erasing what is personal of a customer, on his request, without touching the books."""

from odoo import models
from odoo.exceptions import AccessError, UserError

# Where a document has to be kept with the name on it, these stay until the law lets them go.
_OF_THE_BOOKS = ("name", "street", "street2", "city", "zip", "state_id", "country_id", "vat")
_PERSONAL = ("phone", "email", "website", "function", "comment", "birthday", "image_1920", "barcode", "ref")


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_erase(self):
        """Erase the personal data of these customers; what the books need stays.

        :raise AccessError: for others than managers
        """
        if not self.env.user.has_group("crm_segments.crm_segments_group_manager"):
            raise AccessError(self.env._("Personal data are erased by managers."))
        self.check_access("write")
        self._erase_personal_data()
        return True

    def _erase_personal_data(self):
        """Erase what is personal of these customers: how to reach them, birthday, notes, history of addresses, logins.

        Orders, invoices, payments and the ledger of points stay, with name and address where there is a posted
        invoice. Add-ons that keep more of a person override this and call super.

        :raise UserError: for colleagues, for companies with people, and while an order or an invoice is open
        """
        partners = self.sudo().with_context(tracking_disable=True, mail_notrack=True)
        partners._check_erasable()
        booked = partners._with_posted_invoices()
        for partner in partners:
            gone = [name for name in _PERSONAL if name in partner._fields]
            if partner not in booked:
                gone += _OF_THE_BOOKS
            values = dict.fromkeys(gone, False)
            if partner not in booked:
                values["name"] = self.env._("Former customer %s", partner.id)
            partner.write(values)
        partners.write({"properties": False, "category_id": [(5,)], "customer_group_ids": [(5,)]})
        for model in ("club.customer.ip", "club.customer.remark", "club.customer.occasion", "club.one.time.code"):
            self.env[model].sudo().search([("partner_id", "in", partners.ids)]).unlink()
        partners.write({"signup_ip": False, "last_ip": False, "last_ip_on": False, "ip_country_id": False})
        self.env["mail.message"].sudo().search([("model", "=", "res.partner"), ("res_id", "in", partners.ids)]).unlink()
        partners.with_context(active_test=False).user_ids.filtered("active")._deactivate_portal_user()
        partners.filtered("active").active = False

    def _check_erasable(self):
        for partner in self.with_context(active_test=False):
            if partner.user_ids.filtered(lambda user: user.active and not user.share):
                raise UserError(self.env._("%s works here: this is no customer to erase.", partner.name))
            if partner.child_ids.filtered("active"):
                raise UserError(self.env._("%s has contacts under him: erase or move them first.", partner.name))
            if (
                self.env["sale.order"]
                .sudo()
                .search_count(
                    [("partner_id", "=", partner.id), ("state", "=", "sale"), ("invoice_status", "=", "to invoice")],
                    limit=1,
                )
            ):
                raise UserError(self.env._("%s has orders that are not invoiced yet.", partner.name))

    def _with_posted_invoices(self):
        """Those among these whose name stands on a posted invoice."""
        if "account.move" not in self.env:
            return self.browse()
        groups = (
            self.env["account.move"]
            .sudo()
            ._read_group([("partner_id", "in", self.ids), ("state", "=", "posted")], ["partner_id"])
        )
        return self.browse([partner.id for [partner] in groups])
