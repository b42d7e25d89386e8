from odoo import api, models

from ..tools.links import LINK_CODE, random_code


class LinkTrackerCode(models.Model):
    _inherit = "link.tracker.code"

    @api.model
    def _get_random_code_strings(self, n=1):
        """Override of `link_tracker`: the codes of short links, of mailings too, cannot be guessed.

        Odoo's three letters can all be tried within minutes, and a mailing's link may let its holder in.
        """
        codes = set()
        while len(codes) < n:
            codes |= {random_code(LINK_CODE) for _index in range(n - len(codes))}
            codes -= set(self.search([("code", "in", list(codes))]).mapped("code"))
        return list(codes)
