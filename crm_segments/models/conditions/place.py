from odoo import models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class ConditionPlace(models.AbstractModel):
    """Where the customer lives: countries, provinces, or cities by name."""

    _name = "club.segment.condition.place"
    _inherit = ["club.segment.condition.kind"]
    _description = "Segment Condition: Place"

    _label = _lt("Place")
    _sequence = 62
    _triggers = frozenset({"partner"})

    def _params(self):
        return [
            {"name": "cities", "type": "text", "label": self.env._("city (several: with commas)")},
            {
                "name": "states",
                "type": "records",
                "model": "res.country.state",
                "label": self.env._("or any of the provinces"),
            },
            {
                "name": "countries",
                "type": "records",
                "model": "res.country",
                "label": self.env._("or any of the countries"),
            },
        ]

    def _check_params(self, params):
        params = super()._check_params(params)
        if not params:
            raise ValidationError(self.env._("Say which place: a city, a province or a country."))
        return params

    def _cities(self, params):
        return [city.strip() for city in params.get("cities", "").replace("،", ",").split(",") if city.strip()]

    def _domain(self, params):
        places = [Domain("city", "=ilike", city) for city in self._cities(params)]
        if params.get("states"):
            places.append(Domain("state_id", "in", params["states"]))
        if params.get("countries"):
            places.append(Domain("country_id", "in", params["countries"]))
        return Domain.OR(places)

    def _explain(self, params):
        names = self._cities(params)
        names += [
            self._names(model, params[key])
            for key, model in (("states", "res.country.state"), ("countries", "res.country"))
            if params.get(key)
        ]
        return self.env._("Lives in: %s", self.env._(", ").join(names))
