{
    "name": "Customer Segments",
    "summary": "Customers with groups, status, approval and segments that stay fresh",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "Customer Club",
    "license": "LGPL-3",
    "application": True,
    "depends": ["contacts", "crm", "sale_management", "mass_mailing_sms"],
    "external_dependencies": {"python": ["jdatetime", "phonenumbers", "xlsxwriter"]},
    "data": [
        "security/crm_segments_groups.xml",
        "security/ir.model.access.csv",
        "security/club_customer_security.xml",
        "security/club_segment_security.xml",
        "security/properties_base_definition_security.xml",
        "data/club_customer_status_data.xml",
        "data/message_templates.xml",
        "data/ir_cron.xml",
        "views/res_partner_views.xml",
        "views/club_customer_group_views.xml",
        "views/club_customer_status_views.xml",
        "views/club_customer_ip_views.xml",
        "views/club_customer_decision_views.xml",
        "views/club_segment_views.xml",
        "views/club_segment_wizard_views.xml",
        "views/res_config_settings_views.xml",
        "views/signup_templates.xml",
        # Menus last: they depend on the actions above.
        "views/customer_club_menus.xml",
    ],
    "demo": ["demo/club_demo.xml"],
    "pre_init_hook": "pre_init_hook",
    "post_init_hook": "post_init_hook",
    "assets": {
        "web._assets_core": [
            # The hook stands before the modules whose functions it lets others replace.
            ("before", "web/static/src/core/l10n/dates.js", "crm_segments/static/src/jalali/module_hook.js"),
            "crm_segments/static/src/jalali/jalali.js",
            "crm_segments/static/src/jalali/dates_patch.js",
            "crm_segments/static/src/jalali/datetime_picker_patch.js",
            "crm_segments/static/src/jalali/phone_digits.js",
        ],
        "web.assets_backend": [
            "crm_segments/static/src/jalali/digits_patch.js",
            "crm_segments/static/src/segment_tree/**/*",
            "crm_segments/static/src/typed_properties/*.js",
        ],
        # Pivots and graphs are in this bundle, loaded when one is opened.
        "web.assets_backend_lazy": [
            "crm_segments/static/src/typed_properties/lazy/*.js",
        ],
        "web.assets_frontend": [
            ("before", "web/static/src/core/l10n/dates.js", "crm_segments/static/src/jalali/module_hook.js"),
            "crm_segments/static/src/jalali/jalali.js",
            "crm_segments/static/src/jalali/dates_patch.js",
            "crm_segments/static/src/jalali/datetime_picker_patch.js",
            "crm_segments/static/src/jalali/phone_digits.js",
        ],
        "web.assets_tests": [
            "crm_segments/static/tests/tours/*.js",
        ],
    },
}
