"""Orders of the till in the ledger. They are booked when they are paid, from the lines that are stored."""

import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)


class PosOrder(models.Model):
    _name = "pos.order"
    _inherit = ["pos.order", "loyalty.club.purchase"]

    club_to_book = fields.Boolean(
        string="Points to Book",
        readonly=True,
        copy=False,
        help="The points of this order could not be booked when it was paid.",
    )
    _club_to_book_idx = models.Index("(id) WHERE club_to_book")

    # === NATIVE FLOW === #

    def action_pos_order_paid(self):
        """Override of `point_of_sale`: paid is when the club gives and takes."""
        result = super().action_pos_order_paid()
        self._club_book()
        if "sale_order_origin_id" in self.lines._fields:
            self.sudo().lines.sale_order_origin_id._club_mature()
        self.env["loyalty.club.referral"]._reward_partners(self.sudo().partner_id)
        return result

    def write(self, vals):
        """A paid order that gets another customer: his are the points."""
        result = super().write(vals)
        if "partner_id" in vals:
            self.filtered(lambda order: order.sudo()._club_counts())._club_book()
        return result

    # === WHAT THE ORDER IS TO THE CLUB === #

    def _club_counts(self):
        return self.state in ("paid", "done")

    def _club_may_overdraw(self):
        """The goods are gone: what was spent beyond the balance is an overdraft."""
        return True

    def _club_key(self):
        return f"pos:{self.uuid or self.id}"

    def _club_moment(self):
        """The time of sale comes from the till, which may have been without a connection. It is taken as it is within
        the session, so that nobody sells under a rule of another season."""
        moment = min(self.date_order or fields.Datetime.now(), fields.Datetime.now())
        return max(moment, self.session_id.start_at or moment)

    def _club_cards_domain(self):
        return super()._club_cards_domain() | Domain("id", "in", self.lines.coupon_id.ids)

    # === BOOKING === #

    def _club_book(self, note=True):
        """Bring the ledger in line with these paid orders and with those that they return.

        The customer has paid: what goes wrong here is kept for the job, and the till goes on. Only a conflict with
        another transaction goes through, since it starts the whole call again.

        :param bool note: whether to note figures of the till that were not believed
        """
        for order in self.sudo():
            try:
                with self.env.cr.savepoint():
                    order._club_book_one()
                    if note:
                        order._club_note_objections()
            except (psycopg2.OperationalError, ConcurrencyError):
                raise
            except Exception:  # pylint: disable=broad-exception-caught
                _logger.exception("The points of order %s could not be booked", order.display_name)
                order.club_to_book = True

    def _club_book_one(self):
        origins = self.lines.refunded_orderline_id.order_id
        (self | origins)._club_enter()
        if origins:
            origins._club_sync(source=self)
        self._club_sync()
        self.env["loyalty.reservation"]._close(self._club_key(), "captured")
        if self.club_to_book:
            self.club_to_book = False

    @api.model
    def _cron_club_book(self):
        """Hourly: orders that could not be booked when they were paid."""
        orders = self.search([("club_to_book", "=", True)], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(orders))
        for order in orders:
            order._club_book()
            self.env["ir.cron"]._commit_progress(1)
