from odoo import fields, models


class ClubBulkChangeKind(models.AbstractModel):
    """What can be done to many customers at once, and undone: one kind for each (C1).

    A kind sets ``_label`` (lazily translated) and, if it is offered where somebody has selected customers, ``_needs``.
    """

    _name = "club.bulk.change.kind"
    _inherit = ["club.kind"]
    _description = "Change of Many Customers"

    #: offered by the button *Change* of the list; others have buttons of their own
    _offered = True
    #: the field of the wizard that says to what: a group, a tag ...; None when there is nothing to choose
    _needs = None
    #: the fields of res.partner that it changes: their values are kept, and given back when it is undone
    _kept = ()

    def _check(self, partners, record):
        """
        :param partners: res.partner, in the rights of the user
        :param record: what was chosen in the wizard, or None
        :raise UserError: it cannot be done with these
        :raise AccessError: not by this user
        """

    def _affected(self, record):
        """For whom it changes something.

        :return: Domain on res.partner
        """
        raise NotImplementedError

    def _change(self, change, partners):
        """Do it.

        :param change: club.bulk.change, whose ``value`` is the id of what was chosen and ``reason`` what was written
        :param partners: res.partner, who are affected, in the rights of who asked
        """
        raise NotImplementedError

    def _snapshot(self, partners):
        """What the kept fields hold, as JSON can keep it and `write` takes it.

        An add-on that changes more keeps more under names of its own, which its `_give_back` takes out again.

        :return: dict of partner id and dict of field and value
        """
        return {partner.id: {name: self._plain(partner, name) for name in self._kept} for partner in partners.sudo()}

    def _plain(self, partner, name):
        value, kind = partner[name], partner._fields[name].type
        if kind == "many2one":
            return value.id
        return fields.Datetime.to_string(value) if kind == "datetime" else value

    def _is_as_changed(self, change, partner, after):
        """Whether the customer is still as this change left him. Who is not is left alone when it is undone.

        :param dict after: what `_snapshot` said of him then
        """
        now = self._snapshot(partner)[partner.id]
        return all(now[name] == after.get(name) for name in self._kept)

    def _give_back(self, change, partners, before):
        """Undo it.

        :param partners: res.partner, who all had the same before
        :param dict before: what `_snapshot` said then
        """
        partners.write(before)

    def _stays(self):
        """What undoing cannot take back, said before it is undone.

        :return: list of sentences
        """
        return []
