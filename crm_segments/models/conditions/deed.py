from datetime import timedelta

from odoo import fields, models


class ConditionDeed(models.AbstractModel):
    """What customers did within the last days, so many times, or did not: what such conditions have in common.

    It has no label and so is no condition itself; a kind inherits it in the place of the family.
    """

    _name = "club.segment.condition.deed"
    _inherit = ["club.segment.condition.kind"]
    _description = "Segment Condition: Deeds"

    def _param_has(self, did, did_not):
        """Whether the customer did it.

        :param did: ``[value, label]``, the default
        :param did_not: ``[value, label]``
        """
        return {
            "name": "has",
            "type": "selection",
            "label": self.env._("the customer"),
            "options": [did, did_not],
            "default": did[0],
        }

    def _param_days(self):
        """Within how many days, counted back from now."""
        return {
            "name": "days",
            "type": "integer",
            "label": self.env._("in the last"),
            "default": 0,
            "suffix": self.env._("days (0: ever)"),
        }

    def _param_at_least(self, name, unit, **values):
        """From how many or how much on it counts.

        :param str unit: behind the number
        :param values: what differs from a whole number of at least one
        """
        return {
            "name": name,
            "type": "integer",
            "label": self.env._("at least"),
            "default": 1,
            "suffix": unit,
            **values,
        }

    def _since(self, params):
        """:return: the moment from which on deeds count, or None for ever"""
        return fields.Datetime.now() - timedelta(days=params["days"]) if params.get("days") else None
