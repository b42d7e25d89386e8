import base64
from collections import Counter

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from odoo.addons.crm_segments.tools.phone import is_mobile, normalise

from ..tools.number_list import ListError, read_numbers

MAX_BYTES = 10 * 1024 * 1024
SHOWN = 20
BATCH = 5000


class LoyaltySmsConsentImport(models.TransientModel):
    """A list of customers who have opted in or out, with what proves it. Shows what it will do before it does it."""

    _name = "loyalty.sms.consent.import"
    _description = "Import SMS Consents"

    file = fields.Binary("List", attachment=False, help="Excel (.xlsx) or text with separators (.csv).")
    filename = fields.Char()
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    kind = fields.Selection([("in", "Want messages"), ("out", "Want no messages")], required=True, default="in")
    happened_at = fields.Datetime("When", required=True, default=fields.Datetime.now)
    proof = fields.Text("What Proves It", help="For example: paper forms of the shop in Tehran, kept in folder 12.")
    new_count = fields.Integer("New", compute="_compute_preview")
    problem_count = fields.Integer("Problems", compute="_compute_preview")
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends("file", "kind", "company_id", "happened_at")
    def _compute_preview(self):
        for wizard in self:
            wizard.new_count = wizard.problem_count = 0
            wizard.preview = False
            if not wizard.file:
                continue
            try:
                new, problems = wizard._plan()
            except UserError as error:
                wizard.preview = Markup("<div class='alert alert-danger'>%s</div>") % error.args[0]
                continue
            wizard.new_count, wizard.problem_count = len(new), len(problems)
            wizard.preview = wizard._draw(problems)

    def _read(self):
        """:return: list of `Row`
        :raise UserError: the file is no list"""
        data = base64.b64decode(self.with_context(bin_size=False).file or b"")
        if len(data) > MAX_BYTES:
            raise UserError(self.env._("The list is too big: at most 10 MB and 200,000 rows."))
        region = self.company_id.country_id.code or "IR"
        try:
            return read_numbers(data, lambda raw: normalise(raw, region), is_mobile)
        except ListError as error:
            raise UserError(
                {
                    "format": self.env._("This file is no list. Save it as Excel (.xlsx) or CSV."),
                    "size": self.env._("The list is too big: at most 10 MB and 200,000 rows."),
                    "numbers": self.env._("There is no column with phone numbers in this list."),
                }[error.args[0]]
            ) from error

    def _plan(self):
        """What the import does, and what it leaves out.

        :return: ``(numbers, [(Row, problem)])``
        """
        rows = self._read()
        numbers = [row.number for row in rows if not row.problem]
        last = self._last_words(numbers)
        new, problems = [], []
        for row in rows:
            kind, at, source = last.get(row.number, (None, None, None))
            if row.problem:
                problems.append((row, row.problem))
            elif kind == self.kind:
                problems.append((row, "same"))
            elif self.kind == "in" and kind == "out" and (source == "inbound" or at >= self.happened_at):
                problems.append((row, "refused"))
            else:
                new.append(row.number)
        return new, problems

    def _last_words(self, numbers):
        """:return: ``{number: (kind, when, source)}`` of the consent that counts"""
        consents = self.env["loyalty.sms.consent"].sudo()
        last = consents.browse(consents._last(self.company_id, numbers).values())
        return {consent.number: (consent.kind, consent.happened_at, consent.source) for consent in last}

    def _problem_labels(self):
        return {
            "invalid": self.env._("not a phone number"),
            "landline": self.env._("a landline, which gets no SMS"),
            "double": self.env._("is in the list already"),
            "same": self.env._("is noted already"),
            "refused": self.env._("has opted out himself: stays out"),
        }

    def _draw(self, problems):
        labels = self._problem_labels()
        counts = Counter(problem for _row, problem in problems)
        summary = Markup().join(
            Markup("<span class='badge text-bg-warning me-2'>%s: %s</span>") % (labels[problem], count)
            for problem, count in counts.most_common()
        )
        lines = Markup().join(
            Markup("<tr><td>%s</td><td dir='ltr' class='text-start'>%s</td><td>%s</td></tr>")
            % (row.place, row.raw, labels[problem])
            for row, problem in problems[:SHOWN]
        )
        if not problems:
            return Markup()
        return Markup(
            "<p>%s</p><table class='table table-sm'><thead><tr><th>%s</th><th>%s</th><th>%s</th></tr></thead>"
            "<tbody>%s</tbody></table>"
        ) % (summary, self.env._("Row"), self.env._("Number"), self.env._("Left out because"), lines)

    def action_import(self):
        """Note the consents, and open them."""
        self.ensure_one()
        if not self.env.user.has_group("crm_segments.crm_segments_group_manager"):
            raise UserError(self.env._("Only managers of the customer club import consents."))
        if not self.file:
            raise UserError(self.env._("Choose a list first."))
        if not (self.proof or "").strip():
            raise UserError(self.env._("Write what proves that these customers said so."))
        new, _problems = self._plan()
        if not new:
            raise UserError(self.env._("There is nothing new in this list."))
        consents = self.env["loyalty.sms.consent"]
        for numbers in split_every(BATCH, new):
            partners = dict(
                self.env["res.partner"]
                .sudo()
                ._read_group([("phone_sanitized", "in", numbers)], ["phone_sanitized"], ["id:max"])
            )
            consents |= consents.create([self._consent_values(number, partners) for number in numbers])
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_sms.loyalty_sms_consent_action")
        return {**action, "domain": [("id", "in", consents.ids)], "target": "main"}

    def _consent_values(self, number, partners):
        return {
            "number": number,
            "company_id": self.company_id.id,
            "partner_id": partners.get(number, False),
            "kind": self.kind,
            "source": "import",
            "happened_at": self.happened_at,
            "proof": self.proof,
        }
