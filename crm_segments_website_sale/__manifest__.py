{
    "name": "Customer Segments: Shop",
    "summary": "Blocked customers cannot order in the shop, neither signed in nor as guests",
    "version": "19.0.1.0.0",
    "category": "Website/Website",
    "author": "Customer Club",
    "license": "LGPL-3",
    "depends": ["crm_segments", "website_sale"],
    "auto_install": True,
}
