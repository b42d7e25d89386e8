from odoo import models


class ClubTimelineSource(models.AbstractModel):
    """What shows on the time line of a customer: one kind for each sort of event.

    A kind sets ``_label`` (lazily translated), ``_icon`` and ``_color``, and gives its events as one SQL fragment. The
    page merges the fragments of all kinds, newest first, and shows a part at a time.
    """

    _name = "club.timeline.source.kind"
    _inherit = ["club.kind"]
    _description = "Time Line Source"

    _icon = "fa-circle"
    _color = "secondary"

    def _kind_name(self):
        """The technical name under which events of this kind are listed.

        :rtype: str
        """
        return self._name.rpartition(".")[2]

    def _events_sql(self, partner_ids):
        """The events of customers.

        Rights need no thought here: of the events found, those whose record the user may not read are left out.

        :param tuple partner_ids: ids of res.partner: the customer and the contacts under him
        :return: SQL with the columns date (timestamp in UTC), kind, title, res_model, res_id and icon
        """
        raise NotImplementedError

    def _describe(self, rows):
        """Put the events into the words of the user's language.

        :param list rows: dicts with the columns of `_events_sql`; all are of this kind
        :return: list of titles in the same order, by default those of the rows
        """
        return [row["title"] for row in rows]
