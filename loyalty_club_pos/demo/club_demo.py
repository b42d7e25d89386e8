from odoo import api, fields, models


class ClubDemo(models.AbstractModel):
    _inherit = "club.demo"

    @api.model
    def _load_till(self):
        """A till in the shop, which sells its books."""
        company = self.env["res.users"].search([("login", "=", "manager")]).company_id or self.env.company
        demo = self.with_company(company).with_context(lang="fa_IR", tracking_disable=True)
        journal, methods = demo.env["pos.config"]._create_journal_and_payment_methods()
        demo.env["pos.config"].create(
            {
                "name": "فروشگاه انقلاب",
                "company_id": company.id,
                "journal_id": journal.id,
                "payment_method_ids": [fields.Command.set(methods)],
            }
        )
        books = demo.env["product.product"].search([("company_id", "=", company.id), ("sale_ok", "=", True)])
        shelves = {}
        for category in books.categ_id:
            shelves[category] = demo.env["pos.category"].create({"name": category.name})
        for book in books:
            book.write({"available_in_pos": True, "pos_categ_ids": [fields.Command.link(shelves[book.categ_id].id)]})
