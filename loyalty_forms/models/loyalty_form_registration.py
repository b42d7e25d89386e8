from odoo import models

from ..tools.profile import PROPERTY

# What identifies a customer and opens his account. A form that proves nothing about who fills it in may give these to a
# customer it creates, but never add them to one who exists: whoever knows somebody's number could put his own e-mail
# address on that account and then ask for a new password. Who has proved that the number is his may fill in
# what is empty.
IDENTITY = {"phone", "email"}


class LoyaltyFormEntry(models.Model):
    _inherit = "loyalty.form.entry"

    def _received(self):
        if self.form_id.purpose == "registration":
            self._register_customer()
        return super()._received()

    def _link_partner(self):
        return None if self.form_id.purpose == "registration" else super()._link_partner()

    def _profile_values(self):
        """The answers that fill in a customer's profile, by partner field; custom fields as ``property:<name>``."""
        answers, custom = self._stored_answers(), self.env["loyalty.form.field"]._customer_properties()
        values = {}
        for field in self.form_id.field_ids.filtered("maps_to"):
            value = answers.get(field.key)
            if value and field.maps_to.startswith(PROPERTY):
                definition = custom.get(field.maps_to.removeprefix(PROPERTY))
                value = definition and field._property_value(definition, value)
                if value not in (None, "", []):
                    values.setdefault(field.maps_to, value)
            elif value and field.maps_to in self.env["res.partner"]._fields:
                is_date = self.env["res.partner"]._fields[field.maps_to].type == "date"
                values.setdefault(field.maps_to, value if is_date else field._display_answer(value))
        return values

    def _register_customer(self):
        """Find or make the customer, fill in what he has not, and let him join or wait. A sender learns nothing from
        the result: known or new, he sees the same page."""
        form = self.form_id
        profile = self._profile_values()
        match = "phone" if profile.get("phone") else "email"
        if not profile.get(match):
            return
        values = {match: profile[match], "name": profile.get("name") or profile[match]}
        Partner = self.env["res.partner"].with_company(form.company_id)
        partner, created = Partner._find_or_create_customer(values, company=form.company_id, match=(match,))
        self.partner_id = partner
        self._fill_profile(partner, profile, created)
        self.env["club.customer.ip"]._log(partner, "form", self.ip, user_agent=self.user_agent)
        self._admit(partner, created)

    def _fill_profile(self, partner, profile, created):
        trusted = created or (
            self.mobile_proved and partner.phone_sanitized == self.phone and self._email_is_free(partner)
        )
        allowed = profile if trusted else {name: profile[name] for name in profile.keys() - IDENTITY}
        custom = {name.removeprefix(PROPERTY): value for name, value in allowed.items() if name.startswith(PROPERTY)}
        empty = {name: value for name, value in allowed.items() if not name.startswith(PROPERTY) and not partner[name]}
        known = dict(partner.properties._values or {})
        custom = {name: value for name, value in custom.items() if known.get(name) in (None, False, "", [])}
        if custom:
            empty["properties"] = custom
        if created and self.lang and self.lang in dict(self.env["res.lang"].get_installed()):
            empty["lang"] = self.lang
        if empty:
            partner.write(empty)

    def _email_is_free(self, partner):
        """Whether no other customer has the address that was given."""
        domain = [("email_normalized", "=", self.email_normalized), ("id", "!=", partner.id)]
        return not self.email_normalized or not self.env["res.partner"].search_count(domain, limit=1)

    def _admit(self, partner, created):
        """Let him join, or wait for it. The status of one who is known is nobody's to change from outside: a stranger
        with his number can neither lock him out nor let him in."""
        form = self.form_id
        if partner.customer_status_kind == "blocked":
            return
        waits = form.needs_approval or (not created and partner.customer_status_kind != "active")
        if created or waits:
            partner._request_approval("form", form.customer_group_id or None)
        if form.club_id:
            form.club_id._join(partner, source="form", pending=waits or created)
        if created and not waits:
            partner.action_approve()
        if not waits:
            self.state = "done"

    def action_approve(self):
        """Approve the customers of these registrations, and with them their membership."""
        partners = self.filtered(lambda entry: entry.form_purpose == "registration").partner_id
        partners.filtered("approval_requested_on").action_approve()
        self.filtered(lambda entry: entry.state != "spam").write({"state": "done"})
