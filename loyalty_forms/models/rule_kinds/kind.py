from odoo import models


class LoyaltyFormRuleKind(models.AbstractModel):
    """What a rule of a form does with a new entry. To add one: one file with an AbstractModel
    ``loyalty.form.rule.<name>`` that inherits this one, and its line in ``__init__.py``."""

    _name = "loyalty.form.rule.kind"
    _inherit = "club.kind"
    _description = "Form Rule Kind"

    # Only the first rule of this kind whose condition holds does anything: variants of one thing.
    _first_only = False

    def _may_tell(self, entry):
        """Whether what this kind does may depend on who the customer is. Not where the sender sees it and may be a
        stranger who typed a customer's number."""
        return True

    def _run(self, rule, entry):
        """Do it. Called once for each new entry whose answers fulfil the rule's condition, in the sender's transaction.

        :param rule: the rule
        :param entry: the entry, saved
        """

    def _check_setup(self, rule):
        """:raise ValidationError: when the rule lacks what this kind needs"""
