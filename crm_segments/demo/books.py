import base64
from html import escape

from odoo import models

from .words import GENRES

COLORS = ("#6b4e71", "#1f5f5b", "#8a5a2b", "#2f4b7c", "#b5563c", "#49693b", "#7a6a53")
COVER = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400">
<rect width="400" height="400" fill="{color}" fill-opacity=".18"/>
<rect x="70" y="20" width="260" height="360" rx="6" fill="{color}"/>
<rect x="70" y="20" width="16" height="360" rx="6" fill="#000" fill-opacity=".18"/>
<circle cx="200" cy="272" r="40" fill="#fff" fill-opacity=".14"/>
<circle cx="224" cy="252" r="24" fill="#fff" fill-opacity=".14"/>
<g fill="#fff" text-anchor="middle" direction="rtl" font-family="Vazirmatn, Vazir, Tahoma, sans-serif">
<text font-size="34" font-weight="bold">{title}</text>
<text x="206" y="352" font-size="19" fill-opacity=".8">{genre}</text>
</g></svg>"""


class ClubDemo(models.AbstractModel):
    """The books that the demo shop sells."""

    _inherit = "club.demo"

    def _make_books(self, company):
        """:return: product.product with a cover each, in a category for each genre"""
        category = {genre: self.env["product.category"].create({"name": genre}) for genre in GENRES}
        books = self.env["product.template"].create(
            [
                {
                    "name": title,
                    "list_price": price,
                    "categ_id": category[genre].id,
                    "type": "consu",
                    "taxes_id": False,
                    "company_id": company.id,
                    "image_1920": self._cover(title, genre, color),
                }
                for color, (genre, titles) in zip(COLORS, GENRES.items(), strict=True)
                for title, price in titles
            ]
        )
        return books.product_variant_id

    def _cover(self, title, genre, color):
        """:return: the picture of a book with its title, a word a line"""
        lines = "".join(
            f'<tspan x="206" y="{86 + 46 * number}">{escape(word)}</tspan>' for number, word in enumerate(title.split())
        )
        return base64.b64encode(COVER.format(color=color, title=lines, genre=escape(genre)).encode())
