from odoo import models


class LoyaltyForm(models.Model):
    """Forms of several pages. The server keeps nothing between them: the page's token says which one is shown, what was
    typed on the others lies in hidden controls, and everything is checked again when the form is sent."""

    _inherit = "loyalty.form"

    def _pages(self):
        """The fields page by page.

        :rtype: list of recordsets
        """
        pages = [self.env["loyalty.form.field"]]
        for field in self.field_ids:
            if field.kind == "page" and pages[-1]:
                pages.append(field)
            else:
                pages[-1] |= field
        return pages

    def _page_beside(self, step, answers, back=False):
        """The page after or before another one, leaving out those that are not asked.

        :param int step: number of the page, from 0
        :param dict answers: checked answers by key
        :return: a number, or None when there is none
        """
        pages = self._pages()
        shown = set(self._shown_fields(answers))
        steps = range(step - 1, -1, -1) if back else range(step + 1, len(pages))
        return next((number for number in steps if shown & set(pages[number])), None)

    def _step_with_error(self, errors):
        """The first page with an error, or None."""
        pages = self._pages()
        return next((step for step, page in enumerate(pages) if errors.keys() & set(page.mapped("key"))), None)

    def _errors_until(self, step, errors):
        """The errors of a page and of those before it: later pages were not asked yet."""
        reached = {field.key for page in self._pages()[: step + 1] for field in page}
        return {key: error for key, error in errors.items() if key in reached}

    def _page_items(self, step, typed, errors, answers):
        """What a page shows: its fields, without those of which earlier pages say already that they are not asked.

        :param dict answers: checked answers by key
        :rtype: list of dicts
        """
        page = self._pages()[step]
        shown = set(self._shown_fields(answers))
        items, above = [], self.env["loyalty.form.field"]
        for field in page:
            if field.kind in ("page", "section"):
                above = field
            asked_here = (field | above).condition_ids.subject_id & page
            if field in shown or asked_here:
                items.append(field._page_values(typed.get(field.key, ""), errors.get(field.key)))
        return [item for item in items if item]

    def _carried(self, step, typed):
        """Hidden controls with what was typed on all other pages.

        :param int step: the page that is shown; None for one that shows no field
        :rtype: list of tuples of name and text
        """
        others = self.field_ids if step is None else self.field_ids - self._pages()[step]
        return [
            pair
            for field in others
            if (kind := field._kind()) is not None
            for pair in kind._carried(typed.get(field.key, ""), field)
        ]
