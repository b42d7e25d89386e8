from odoo import models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

MODELS = {"campaigns": "utm.campaign", "sources": "utm.source", "mediums": "utm.medium"}
FIELDS = {"campaigns": "campaign_id", "sources": "source_id", "mediums": "medium_id"}


class ConditionOrigin(models.AbstractModel):
    """Through which campaign and channel the customer came to us: that of his sign-up, first lead or first order."""

    _name = "club.segment.condition.origin"
    _inherit = ["club.segment.condition.kind"]
    _description = "Segment Condition: Channel and Campaign"

    _label = _lt("Channel and campaign")
    _sequence = 64
    _triggers = frozenset({"partner", "lead", "purchase"})

    def _params(self):
        labels = {
            "campaigns": self.env._("came by any of the campaigns"),
            "sources": self.env._("and any of the sources"),
            "mediums": self.env._("and any of the channels"),
        }
        return [{"name": name, "type": "records", "model": MODELS[name], "label": labels[name]} for name in MODELS]

    def _check_params(self, params):
        params = super()._check_params(params)
        if not params:
            raise ValidationError(self.env._("Choose a campaign, a source or a channel."))
        return params

    def _domain(self, params):
        return Domain.AND(Domain(FIELDS[name], "in", params[name]) for name in MODELS if params.get(name))

    def _explain(self, params):
        names = [self._names(MODELS[name], params[name]) for name in MODELS if params.get(name)]
        return self.env._("Came by: %s", self.env._(", ").join(names))
