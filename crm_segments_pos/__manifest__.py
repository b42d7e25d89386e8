{
    "name": "Customer Segments: Point of Sale",
    "summary": "The till warns of blocked customers, or refuses them",
    "version": "19.0.1.0.0",
    "category": "Sales/Point of Sale",
    "author": "Customer Club",
    "license": "LGPL-3",
    "depends": ["crm_segments", "point_of_sale"],
    "data": ["views/res_config_settings_views.xml"],
    "assets": {
        "point_of_sale._assets_pos": ["crm_segments_pos/static/src/app/**/*"],
        "web.assets_tests": ["crm_segments_pos/static/tests/tours/**/*"],
    },
    "auto_install": True,
}
