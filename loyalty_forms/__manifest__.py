{
    "name": "Customer Club Forms",
    "summary": "Dynamic forms for any web page: registration, feedback, look-up",
    "version": "19.0.1.0.0",
    "category": "Website/Website",
    "author": "Customer Club",
    "license": "LGPL-3",
    "application": True,
    "depends": ["loyalty_club", "website"],
    "external_dependencies": {"python": ["captcha", "jdatetime"]},
    "data": [
        "security/ir.model.access.csv",
        "security/loyalty_form_security.xml",
        "security/loyalty_form_field_security.xml",
        "security/loyalty_form_field_option_security.xml",
        "security/loyalty_form_entry_security.xml",
        "data/loyalty_form_entry_sequence.xml",
        "views/form_field_templates.xml",
        "views/form_page_templates.xml",
        "views/loyalty_form_field_views.xml",
        "views/loyalty_form_entry_views.xml",
        "views/loyalty_form_views.xml",
        # Menus last: they depend on the actions above.
        "views/loyalty_forms_menus.xml",
    ],
    "assets": {
        "web.assets_frontend": ["loyalty_forms/static/src/scss/form_page.scss"],
    },
}
