from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize

from ..tools.phone import normalise


class ResPartner(models.Model):
    """One person is one customer, also when two requests bring him at the same moment (F12)."""

    _inherit = "res.partner"

    @api.model
    def _find_or_create_customer(self, values, company=None, match=("phone", "email")):
        """Find the customer that the values speak of, or create him.

        What the customer has already is never overwritten, only what is empty is filled.

        :param dict values: fields of res.partner; ``phone`` in any spelling
        :param company: res.company; customers of other companies are not looked at
        :param match: by what to find, the first that finds wins
        :return: ``(partner, created)``
        :raise ConcurrencyError: another request created him after this transaction began; Odoo repeats the request
        """
        company = company or self.env.company
        keys = self._customer_keys(values, company, match)
        # clubs look at customers whatever rights the request has: the public form finds them, but shows nothing of them
        Partner = self.sudo().with_company(company).with_context(active_test=True)
        self._lock_customer_keys(keys, company)
        for name, key in keys.items():
            partner = Partner.search(Partner._customer_key_domain(name, key, company), order="id", limit=1)
            if partner:
                partner._fill_empty({**values, **({"phone": keys["phone"]} if "phone" in keys else {})})
                return partner.with_env(self.env), False
        self._check_not_created_meanwhile(keys, company)
        phone = normalise(values.get("phone"), company.country_id.code or "IR")
        partner = Partner.create(
            {
                **values,
                **({"phone": phone} if phone else {}),
                "is_customer_club": True,
                "company_id": values.get("company_id", False),
            }
        )
        return partner.with_env(self.env), True

    def _customer_keys(self, values, company, match):
        """The normalised phone and e-mail, of those that match, in that order."""
        normal = {
            "phone": normalise(values.get("phone"), company.country_id.code or "IR"),
            "email": email_normalize(values.get("email") or ""),
        }
        return {name: normal[name] for name in match if normal[name]}

    def _customer_key_domain(self, name, key, company):
        """Where a normalised phone or e-mail is looked for.

        :return: Domain
        """
        column = {"phone": "phone_sanitized", "email": "email_normalized"}[name]
        # staff are not customers: who types a colleague's number into a form must not be taken for him
        return (
            Domain(column, "=", key)
            & Domain("company_id", "in", [False, company.id])
            & Domain("partner_share", "=", True)
        )

    def _lock_customer_keys(self, keys, company):
        """Requests that speak of the same customer wait for each other, until the end of the transaction."""
        for key in sorted(f"club.customer:{name}:{key}" for name, key in keys.items()):
            self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", key))

    def _check_not_created_meanwhile(self, keys, company):
        """This transaction sees the database as it was when it began. Who held the lock before may have created the
        customer since: a second connection sees him."""
        if not keys:
            return
        with self.env.registry.cursor() as cr:
            for name, key in keys.items():
                domain = self._customer_key_domain(name, key, company)
                found = self.with_env(self.env(cr=cr)).sudo().search(domain, limit=1)
                if found and not self.sudo().browse(found.id).exists():
                    raise ConcurrencyError("The customer was created by another request")

    def _fill_empty(self, values):
        """Write those values whose field is empty."""
        self.ensure_one()
        new = {name: value for name, value in values.items() if value and name != "company_id" and not self[name]}
        if not self.is_customer_club:
            new["is_customer_club"] = True
        if new:
            self.write(new)
