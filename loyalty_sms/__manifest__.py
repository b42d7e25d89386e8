{
    "name": "SMS Gateways",
    "summary": "Real SMS gateways under every Odoo app: never twice, never lost",
    "version": "19.0.1.0.0",
    "category": "Marketing/SMS Marketing",
    "author": "Customer Club",
    "license": "LGPL-3",
    "application": True,
    "depends": ["crm_segments"],
    "data": [],
}
