{
    "name": "Customer Segments",
    "summary": "Customers with groups, status, approval and segments that stay fresh",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "Customer Club",
    "license": "LGPL-3",
    "application": True,
    "depends": ["contacts", "crm", "sale_management", "mass_mailing_sms"],
    "external_dependencies": {"python": ["phonenumbers", "xlsxwriter"]},
    "data": [
        "security/crm_segments_groups.xml",
        # Menus last: they depend on the actions above.
        "views/customer_club_menus.xml",
    ],
}
