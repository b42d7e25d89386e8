from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, formatLang

from ...tools.text import to_persian_digits

USER = "crm_segments.crm_segments_group_user"


class ClubHome(models.AbstractModel):
    """The home page of the app: blocks of figures and pictures, each of which opens the records that it shows (C17)."""

    _name = "club.home"
    _description = "Home Page of the Customer Club"

    @api.model
    @api.readonly
    def blocks(self):
        """The blocks that this user sees, without their content: each is fetched by itself, so that a slow or broken
        one does not hold up the others.

        :return: dict with ``blocks`` (list of dicts with name, label, show, width) and ``is_empty``: no customer yet
        """
        self._check_rights()
        found = self.env["res.partner"].search([("is_customer_club", "=", True)], limit=1, order="id")
        return {
            "is_empty": not found,
            "blocks": [
                {"name": name, "label": kind._title(), "show": kind._show, "width": kind._width}
                for name, kind in self._kinds().items()
                if kind._is_shown()
            ],
        }

    @api.model
    @api.readonly
    def block(self, name):
        """The content of a block.

        :param str name: as in `blocks`
        :return: what the kind's `_read` says
        :raise AccessError: there is no such block for this user
        """
        self._check_rights()
        kind = self._kinds().get(name)
        if kind is None or not kind._is_shown():
            raise AccessError(self.env._("This part of the home page is not for you."))
        return kind._read()

    def _check_rights(self):
        if not (self.env.su or self.env.user.has_group(USER)):
            raise AccessError(self.env._("The home page is for users of the customer club."))

    def _kinds(self):
        """:return: dict of technical name and kind, in their order"""
        family = "club.home.block.kind"
        names = self.env.registry.descendants([family], "_inherit")
        kinds = [self.env[name] for name in names if name != family and self.env[name]._label]
        kinds.sort(key=lambda kind: (kind._sequence, kind._name))
        return {kind._name.rpartition(".")[2]: kind for kind in kinds}


class ClubHomeBlock(models.AbstractModel):
    """A block of the home page: one kind for each.

    A kind sets ``_label`` (lazily translated), how it is shown (``_show``), and how wide. Its content should be one
    statement that a million customers do not slow down.
    """

    _name = "club.home.block.kind"
    _inherit = ["club.kind"]
    _description = "Block of the Home Page"

    #: figures (large numbers), bars, rows, or the name of an Owl component in the registry `club_home_blocks`
    _show = "figures"
    #: half or full; on a phone each block takes the whole width
    _width = "half"
    #: who sees it: groups, comma-separated
    _groups = USER

    def _title(self):
        return str(self._label)

    def _is_shown(self):
        return self.env.user.has_groups(self._groups)

    def _read(self):
        """The content, in the rights of the user.

        :return: dict with ``items``, and where wanted ``empty`` (a sentence for when there are none), ``action`` (the
            button of the block) with its ``action_label``, and ``is_running`` (look again in some seconds). An item is
            made by `_item`. A component of your own gets nothing from here and fetches what it needs.
        """
        raise NotImplementedError

    def _item(self, label, value=None, **more):
        """One figure, bar or row.

        :param str label: what it is
        :param value: a number, or a text that is formatted already
        :param more: ``note`` (small text), ``tone`` (success, warning, danger, info, muted), ``icon`` (Font Awesome),
            ``part`` (0 to 100: length of the bar, or progress of a row), ``color`` (a CSS class of the bar),
            ``action`` (what a click opens: an action, or its XML id)
        :return: dict
        """
        number = isinstance(value, int | float) and not isinstance(value, bool)
        text = formatLang(self.env, value, digits=0) if number else value
        if (self.env.lang or "").startswith("fa"):
            text, more["note"] = (part and to_persian_digits(str(part)) for part in (text, more.get("note")))
        return {"label": label, "value": text, "is_zero": number and not value, **more}

    def _open_customers(self, name, domain):
        """What a click on a number of customers opens: the customer list on just these."""
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_segments.res_partner_action_customers")
        # the path would bring back the whole list when the page is loaded again
        return {**action, "path": False, "name": name, "display_name": name, "domain": list(domain)}

    def _count(self, domains):
        """How many customers fulfil each of the domains, in one statement and in the rights of the user.

        :param dict domains: name and domain on res.partner
        :return: dict of name and count
        """
        Partner = self.env["res.partner"]
        # compiling so many small plans takes longer than running them
        self.env.cr.execute("SET LOCAL jit = off")
        counts = [SQL("(%s)", Partner._search(domain).select(SQL("COUNT(*)"))) for domain in domains.values()]
        [row] = self.env.execute_query(SQL("SELECT %s", SQL(", ").join(counts)))
        return dict(zip(domains, row, strict=True))
