import logging
import traceback

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

_logger = logging.getLogger(__name__)


class LoyaltyFormEntry(models.Model):
    """Registrations of people who prove nothing are worked on by a job, right after the visitor has his answer: neither
    its time nor its words can depend on whether he is known (docs/adr/0018)."""

    _inherit = "loyalty.form.entry"

    to_register = fields.Boolean(
        string="Registration Under Way",
        readonly=True,
        copy=False,
        help="The customer is looked for or made in a moment.",
    )
    referral_code = fields.Char(readonly=True, copy=False, groups="base.group_system")

    _to_register = models.Index("(id) WHERE to_register")

    def _receive(self):
        """Do what the form is for with a new entry, now or, for those who prove nothing, in a moment."""
        if self.to_register:
            self.env.ref("loyalty_forms.loyalty_form_register_cron").sudo()._trigger()
        else:
            self._received()

    @api.model
    def _cron_register(self):
        """Register those who wait, each in a transaction of his own."""
        waiting = [("to_register", "=", True)]
        while entry := self.search(waiting, order="id", limit=1).try_lock_for_update():
            entry._register_safely()
            if not self.env["ir.cron"]._commit_progress(1, remaining=self.search_count(waiting)):
                break

    def _register_safely(self):
        """One who cannot be registered keeps nobody waiting: his entry says why."""
        entry = self.with_company(self.company_id).with_context(lang=self.lang, club_referral_code=self.referral_code)
        try:
            with self.env.cr.savepoint():
                entry._received()
                self.to_register = False
        except (ConcurrencyError, OperationalError):
            self.env.cr.rollback()  # the same customer came another way at this instant: he is looked for again
        except Exception as error:
            # Where it failed, without the words of the error, which may hold what was typed.
            place = "".join(traceback.format_tb(error.__traceback__))
            _logger.warning("Entry %s of a form made no customer: %s\n%s", self.id, type(error).__name__, place)
            reason = str(error) if isinstance(error, UserError) else type(error).__name__
            self.to_register = False
            self.message_post(body=self.env._("This registration made no customer: %s", reason))
