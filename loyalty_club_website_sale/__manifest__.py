{
    "name": "Customer Club: eCommerce",
    "summary": "Points in the shop: what can be spent, what the cart will give, kept safe while the customer pays",
    "version": "19.0.1.0.0",
    "category": "Website/Website",
    "author": "Customer Club",
    "license": "LGPL-3",
    "depends": ["loyalty_club", "website_sale_loyalty"],
    "data": ["views/loyalty_club_rule_views.xml", "views/website_sale_templates.xml"],
    "demo": ["demo/club_demo.xml"],
    "auto_install": True,
}
