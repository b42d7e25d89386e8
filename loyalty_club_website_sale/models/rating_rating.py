"""When a review of a product appears, changes or goes, the club hears of it."""

from odoo import api, models
from odoo.fields import Domain

_REVIEWED = "product.template"
_TELLING = {"rating", "consumed", "message_id", "partner_id", "res_id", "res_model_id", "is_internal"}


class RatingRating(models.Model):
    _inherit = "rating.rating"

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        self.env["loyalty.club.rule"]._sync_reviews(ratings._reviews())
        return ratings

    def write(self, vals):
        if not _TELLING & vals.keys():
            return super().write(vals)
        before = self._reviews()
        result = super().write(vals)
        self.env["loyalty.club.rule"]._sync_reviews(before | self._reviews())
        return result

    def unlink(self):
        before = self._reviews()
        result = super().unlink()
        self.env["loyalty.club.rule"]._sync_reviews(before)
        return result

    def _reviews(self):
        """Who reviewed which product.

        :return: set of `(id of the customer, id of the product template)`
        """
        reviews = self.sudo().filtered(lambda rating: rating.res_model == _REVIEWED and rating.partner_id)
        return {(rating.partner_id.id, rating.res_id) for rating in reviews}

    @api.model
    def _is_published(self, partner, template):
        """Whether a review of a customer stands on the page of a product."""
        return bool(
            self.sudo().search_count(
                Domain(
                    [
                        ("res_model", "=", _REVIEWED),
                        ("res_id", "=", template.id),
                        ("partner_id", "=", partner.id),
                        ("consumed", "=", True),
                        ("rating", ">", 0),
                        ("message_id", "!=", False),
                        ("is_internal", "=", False),
                    ]
                ),
                limit=1,
            )
        )


class MailMessage(models.Model):
    _inherit = "mail.message"

    def write(self, vals):
        """Override of `mail`: staff hides a review, or shows it again."""
        result = super().write(vals)
        if "is_internal" in vals:
            self.env["loyalty.club.rule"]._sync_reviews(self.sudo().rating_ids._reviews())
        return result

    def unlink(self):
        """Override of `mail`: the database removes the rating with its message."""
        reviews = self.sudo().rating_ids._reviews() if self else set()
        result = super().unlink()
        if reviews:
            self.env["rating.rating"].invalidate_model()
            self.env["loyalty.club.rule"]._sync_reviews(reviews)
        return result
