import base64
from datetime import datetime, time

from odoo import api, fields, models
from odoo.tools import SQL, file_open

from .people import make_customers, make_purchases
from .words import GENRES, GROUPS, SEGMENTS, SHOP, TAGS

BATCH = 10


class ClubDemo(models.AbstractModel):
    """Makes the demo shop. Only the files under demo/ call it; other add-ons extend `_load_shop` with what is
    theirs."""

    _name = "club.demo"
    _description = "Demo Shop"

    @api.model
    def _load_shop(self):
        """Make an Iranian bookshop with some 300 customers and two years of orders."""
        company = self._shop_company()
        demo = self.with_company(company).with_context(
            lang="fa_IR", tracking_disable=True, mail_create_nosubscribe=True, mail_create_nolog=True
        )
        demo._make_users(company)
        groups = demo._make_groups()
        partners = demo._make_partners(groups)
        demo._make_profiles(partners)
        demo._make_orders(company, partners)
        demo._make_tag_rules(company)
        demo._work_out_figures()
        demo._make_segments(company)
        demo._make_work(company, partners)

    def _shop_company(self):
        """The database's own company where it has no books yet, else a new one: a currency cannot change under
        postings.

        :return: res.company in Rial without decimals
        """
        self.env["res.lang"]._activate_lang("fa_IR")
        rial = self.env.ref("base.IRR")
        rial.write({"active": True, "rounding": 1})
        company = self.env.ref("base.main_company")
        with file_open("crm_segments/demo/logo.png", "rb") as logo:
            picture = base64.b64encode(logo.read())
        values = {
            "name": SHOP,
            "logo": picture,
            "currency_id": rial.id,
            "country_id": self.env.ref("base.ir").id,
            "city": "تهران",
            "phone": "+982188001122",
            "email": "info@example.com",
            "club_money_display": "toman",
        }
        if self.env["account.move.line"].search_count([("company_id", "=", company.id)], limit=1):
            company = self.env["res.company"].create(values)
        else:
            company.write(values)
        if not company.chart_template:
            self.env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
            company.currency_id = rial  # the chart brings the dollar with it
        own = [("company_id", "=", company.id), ("currency_id", "!=", rial.id)]
        self.env["product.pricelist"].search(own).currency_id = rial  # and so does Odoo's first price list
        if "stock.warehouse" in self.env and not self.env["stock.warehouse"].search_count(
            [("company_id", "=", company.id)], limit=1
        ):
            self.env["stock.warehouse"].create({"name": SHOP, "code": "RAIN", "company_id": company.id})
        company.partner_id.write({"lang": "fa_IR", "tz": "Asia/Tehran"})
        return company

    def _make_users(self, company):
        """The people who work in the shop, and the customer who looks at it from outside."""
        shop = {"company_id": company.id, "company_ids": [fields.Command.link(company.id)], "tz": "Asia/Tehran"}
        self.env.ref("base.user_admin").write(shop)
        manager = self.env.ref("crm_segments.crm_segments_group_manager")
        user = self.env.ref("crm_segments.crm_segments_group_user")
        sales = self.env.ref("sales_team.group_sale_manager")
        salesman = self.env.ref("sales_team.group_sale_salesman_all_leads")
        till = self.env.ref("point_of_sale.group_pos_user", raise_if_not_found=False) or user
        portal = self.env.ref("base.group_portal")
        people = (
            ("manager", "سمیرا نیکنام", manager + sales + self.env.ref("base.group_allow_export")),
            ("cashier", "پویا زارع", user + salesman + till),
            ("salesman", "نیما کاظمی", self.env.ref("sales_team.group_sale_salesman")),  # his own orders, no club
            ("member", "مریم رضایی", portal),
        )
        users = self.env["res.users"].with_context(no_reset_password=True)
        for login, name, groups in people:
            if users.search_count([("login", "=", login)]):
                continue  # a database that has the login keeps its own
            values = {
                **shop,
                "company_ids": [fields.Command.set(company.ids)],
                "name": name,
                "login": login,
                "password": login,
                "lang": "fa_IR",
                "group_ids": [fields.Command.set(groups.ids)],
            }
            partner = users.create(values).partner_id
            if login == "member":
                partner.write(
                    {
                        "is_customer_club": True,
                        "phone": "+989121112233",
                        "email": "maryam.rezaei@example.com",
                        "street": "خیابان انقلاب، شمارهٔ ۱۲",
                        "zip": "1417613151",
                        "city": "تهران",
                        "birthday": fields.Date.to_date("1990-11-30"),
                        "country_id": self.env.ref("base.ir").id,
                    }
                )

    def _make_groups(self):
        groups = self.env["club.customer.group"].create(
            [
                {"name": name, "needs_approval": waits, "sequence": 20 + number, "color": number + 1}
                for number, (name, (_english, waits, _share)) in enumerate(GROUPS.items())
            ]
        )
        self._name_in_english(groups, [english for english, _waits, _share in GROUPS.values()])
        groups[0].is_default = True
        return {group.name: group for group in groups}

    def _name_in_english(self, records, names):
        """The shop speaks Persian; who looks at it in English reads these names."""
        for record, name in zip(records, names, strict=True):
            record.with_context(lang="en_US").name = name

    def _make_partners(self, groups):
        """The customers, in the order of `make_customers`; one of them is the member who has a login."""
        status = {kind: self.env["club.customer.status"]._of_kind(kind) for kind in ("active", "inactive", "blocked")}
        tags = {tag.name: tag for tag in self.env["res.partner.category"].create([{"name": name} for name in TAGS])}
        customers = make_customers(fields.Date.today())
        partners = self.env["res.partner"].create(
            [
                {
                    **self._prepare_partner(customer),
                    "customer_group_id": groups[customer.group].id,
                    "customer_status_id": status.get(customer.status, status["active"]).id,
                    "category_id": [fields.Command.link(tags[customer.tag].id)] if customer.tag else False,
                }
                for customer in customers
            ]
        )
        self._log_sign_ups(partners)
        pairs = list(zip(partners, customers, strict=True))
        partners.browse([partner.id for partner, customer in pairs if customer.status == "pending"])._request_approval(
            "signup"
        )
        # Who signs in should see a history, and a tier still to reach: a good customer's purchases are his.
        member = self.env["res.users"].search([("login", "=", "member")]).partner_id
        good = next(partner for partner, customer in pairs if customer.buys == 1.5)
        return [member if partner == good and member else partner for partner in partners]

    def _prepare_partner(self, customer):
        at_home = customer.address.startswith("203")
        return {
            "name": customer.name,
            "phone": customer.phone,
            "email": customer.email,
            "city": customer.city,
            "country_id": self.env.ref("base.ir").id,
            "lang": "fa_IR",
            "tz": "Asia/Tehran",
            "birthday": customer.birthday,
            "is_customer_club": True,
            "is_company": customer.group in ("کتابخانه‌ها و مدارس", "همکاران"),
            "date_added": datetime.combine(customer.joined, time(9)),
            "signup_ip": customer.address,
            "last_ip": customer.address,
            "ip_country_id": self.env.ref("base.ir" if at_home else "base.de").id,
        }

    def _log_sign_ups(self, partners):
        self.env["club.customer.ip"].create(
            [
                {
                    "partner_id": partner.id,
                    "event": "signup",
                    "ip": partner.signup_ip,
                    "country_id": partner.ip_country_id.id,
                    "date": partner.date_added,
                }
                for partner in partners
            ]
        )

    def _make_orders(self, company, partners):
        """The orders as they stand today; those of the past were confirmed then, so nobody is mailed about them now."""
        by_title = {book.name: book for book in self._make_books(company)}
        today = fields.Date.today()
        purchases = make_purchases(make_customers(today), today)
        orders = self.env["sale.order"]
        # A few at a time and with all figures given: Odoo's defaults look at every line for each line of a batch.
        for start in range(0, len(purchases), BATCH):
            orders += orders.create(
                [
                    {
                        "partner_id": partners[purchase.customer].id,
                        "company_id": company.id,
                        "date_order": purchase.moment,
                        "order_line": [
                            fields.Command.create(self._prepare_order_line(by_title[title], quantity))
                            for title, quantity in purchase.lines
                        ],
                    }
                    for purchase in purchases[start : start + BATCH]
                ]
            )
        for state in ("sale", "cancel"):
            of_state = [order.id for order, purchase in zip(orders, purchases, strict=True) if purchase.state == state]
            orders.browse(of_state).write({"state": state})
        self.env.flush_all()
        self.env.execute_query(SQL("UPDATE sale_order SET create_date = date_order WHERE id = ANY(%s)", orders.ids))
        return orders

    def _prepare_order_line(self, product, quantity):
        return {
            "product_id": product.id,
            "product_uom_qty": quantity,
            "product_uom_id": product.uom_id.id,
            "name": product.name,
            "price_unit": product.list_price,
            "discount": 0,
            "tax_ids": False,
        }

    def _make_tag_rules(self, company):
        """Tags by taste: the genres that have a tag of their name."""
        for genre in sorted(set(GENRES) & set(TAGS)):
            self.env["club.tag.rule"].create(
                {
                    "company_id": company.id,
                    "tag_id": self.env["res.partner.category"].search([("name", "=", genre)], limit=1).id,
                    "category_ids": self.env["product.category"].search([("name", "=", genre)]).ids,
                    "min_share": 25,
                    "min_orders": 2,
                }
            )

    def _work_out_figures(self):
        """What the jobs would do within minutes: figures, stages and tags of all customers."""
        self.env.flush_all()
        Metric = self.env["club.customer.metric"].sudo()
        for company in Metric._companies():
            self.env["club.rfm.cut"].sudo()._recut(company, fields.Datetime.now())
        while self.env["club.customer.touch"].sudo()._process():
            if not self.env["club.customer.touch"].sudo().search_count([]):
                break

    def _make_segments(self, company):
        """A few segments that a shop would begin with."""
        segments = self.env["club.segment"].create(
            [
                {
                    "name": name,
                    "company_id": company.id,
                    "definition": {
                        "operator": "all",
                        "children": [{"kind": kind, "params": params} for kind, params in conditions],
                    },
                }
                for name, _english, *conditions in SEGMENTS
            ]
        )
        self._name_in_english(segments, [english for _name, english, *_conditions in SEGMENTS])
