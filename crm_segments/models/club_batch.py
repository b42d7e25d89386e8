import logging
import time

import psycopg2

from odoo import models
from odoo.exceptions import ConcurrencyError, UserError

_logger = logging.getLogger(__name__)

RETRIES = 5


class ClubBatchMixin(models.AbstractModel):
    """For long work in batches, each a transaction of its own: what is done is done when a worker dies."""

    _name = "club.batch.mixin"
    _description = "Work in Batches"

    def _repeat(self, batch):
        """Run a batch, again when another transaction came between.

        :param batch: function without arguments
        :return: what it returns
        """
        for attempt in range(RETRIES):
            try:
                return batch()
            except (ConcurrencyError, psycopg2.errors.SerializationFailure, psycopg2.errors.DeadlockDetected):
                if attempt == RETRIES - 1:
                    raise
                self.env.cr.rollback()
                self.env.invalidate_all(flush=False)
                time.sleep(0.05 * 2**attempt)
        return 0

    def _safely(self, items, apply, refuse):
        """Do something with all items at once; where that fails, halve until the one that is to blame stands alone.

        :param list items: anything
        :param apply: function of a list of items, done whole or not at all
        :param refuse: function of an item and the reason, in words
        """
        if not items:
            return
        try:
            with self.env.cr.savepoint():
                apply(items)
                self.env.flush_all()
        except (UserError, ValueError, psycopg2.IntegrityError, psycopg2.DataError) as error:
            self.env.invalidate_all(flush=False)
            if len(items) == 1:
                refuse(items[0], self._words(error))
                return
            half = len(items) // 2
            self._safely(items[:half], apply, refuse)
            self._safely(items[half:], apply, refuse)

    def _words(self, error):
        """Why an item was refused, for people: what the database says stays in the log."""
        if isinstance(error, psycopg2.Error):
            _logger.info("%s %s: an item was refused: %s", self._name, self.id, error)
            return self.env._("The values contradict each other or those of another customer.")
        return str(error)
