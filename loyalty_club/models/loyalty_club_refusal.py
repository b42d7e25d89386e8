from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError


class LoyaltyClubRefusal(models.Model):
    """Attempts to change points past the club. Plain numbers without foreign keys: a row is written on a cursor of its
    own, where the records of the refused transaction may not exist."""

    _name = "loyalty.club.refusal"
    _description = "Refused Change of Points"
    _order = "id desc"
    _log_access = False
    _rec_name = "what"

    created_at = fields.Datetime(string="Date", readonly=True)
    user_id = fields.Integer(string="User ID", readonly=True)
    user_name = fields.Char(string="User", readonly=True)
    company_id = fields.Integer(string="Company ID", readonly=True)
    card_id = fields.Integer(string="Card ID", readonly=True)
    card_code = fields.Char(string="Card", readonly=True)
    what = fields.Char(string="Attempt", readonly=True)

    @api.model
    def _log(self, cards, what):
        """Note a refusal so that it outlives the transaction that is about to be rolled back.

        :param cards: the cards that were aimed at, or none
        :param str what: what was tried
        """
        user, company = self.env.user, self.env.company
        rows = [
            {
                "created_at": fields.Datetime.now(),
                "user_id": user.id,
                "user_name": user.name,
                "company_id": company.id,
                "card_id": card.id,
                "card_code": card.code,
                "what": what,
            }
            for card in cards.sudo() or [cards]
        ]
        with self.env.registry.cursor() as cr:
            self.with_env(self.env(cr=cr, user=SUPERUSER_ID)).create(rows)


class LoyaltyClubGuardedMixin(models.AbstractModel):
    """What the club keeps of the points of a card: code on the server that took the rights of the system writes it, and
    what anybody else tries is refused and kept. The model has `card_id`."""

    _name = "loyalty.club.guarded.mixin"
    _description = "Written by the Club Alone"

    @api.model_create_multi
    def create(self, vals_list):
        cards = [vals["card_id"] for vals in vals_list if isinstance(vals.get("card_id"), int)]
        self._check_writer(self.env["loyalty.card"].sudo().browse(cards).exists())
        return super().create(vals_list)

    def write(self, vals):
        self._check_writer(self.sudo().exists().card_id)
        return super().write(vals)

    def unlink(self):
        self._check_writer(self.sudo().exists().card_id)
        return super().unlink()

    def _check_writer(self, cards):
        """
        :raise AccessError: for others than code on the server; the attempt is kept
        """
        if self.env.su:
            return
        name = self.env["ir.model"].sudo()._get(self._name).name
        self.env["loyalty.club.refusal"]._log(cards, self.env._("Written past the club: %s", name))
        raise AccessError(self.env._("%s: this is written by the club alone.", name))
