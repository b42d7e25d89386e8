{
    "name": "Customer Club: Point of Sale",
    "summary": "The club's rules at the till: points worked out on the server, spent once, taken back with a refund",
    "version": "19.0.1.0.0",
    "category": "Sales/Point of Sale",
    "author": "Customer Club",
    "license": "LGPL-3",
    "depends": ["loyalty_club", "pos_loyalty"],
    "data": ["data/loyalty_club_pos_data.xml"],
    "demo": ["demo/club_demo.xml"],
    "assets": {
        "point_of_sale._assets_pos": ["loyalty_club_pos/static/src/app/**/*"],
        "web.assets_tests": ["loyalty_club_pos/static/tests/tours/**/*"],
    },
    "auto_install": True,
}
