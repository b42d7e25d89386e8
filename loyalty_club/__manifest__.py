{
    "name": "Customer Club",
    "summary": "Clubs, members, points with a ledger that always adds up, tiers and a member portal",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "Customer Club",
    "license": "LGPL-3",
    "application": True,
    "depends": ["crm_segments", "sale_loyalty"],
    "data": [],
}
