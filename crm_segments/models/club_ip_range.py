from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..tools.ip import clean_range
from ..tools.text import to_latin_digits


class ClubIpRange(models.Model):
    """Addresses that the business watches: whoever comes from them is flagged (C5)."""

    _name = "club.ip.range"
    _description = "Watched IP Range"
    _order = "cidr"
    _rec_name = "cidr"

    cidr = fields.Char(
        string="Range",
        required=True,
        help="An address such as 5.160.1.2, or a range such as 5.160.0.0/16 or 2001:db8::/32.",
    )
    name = fields.Char(string="Why", required=True)
    active = fields.Boolean(default=True)

    _cidr_uniq = models.Constraint("UNIQUE(cidr)", "This range is listed already.")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean(vals))

    def _clean(self, vals):
        if not vals.get("cidr"):
            return vals
        try:
            return {**vals, "cidr": clean_range(to_latin_digits(vals["cidr"]))}
        except ValueError:
            raise ValidationError(
                self.env._("“%s” is neither an address nor a range such as 5.160.0.0/16.", vals["cidr"])
            ) from None

    @api.model
    def _listing(self, ip):
        """The narrowest listed range in which an address lies.

        :param str ip: a clean address
        :return: club.ip.range, maybe empty
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM club_ip_range WHERE active AND %s::inet <<= cidr::inet "
                "ORDER BY masklen(cidr::inet) DESC LIMIT 1",
                ip,
            )
        )
        return self.sudo().browse(rows[0] if rows else [])
