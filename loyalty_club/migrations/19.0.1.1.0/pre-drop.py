def migrate(cr, version):
    """Drop the indexes that are no longer defined: Odoo keeps what it finds. Two of them a constraint covers."""
    for index in (
        "loyalty_club_member__number_index",
        "loyalty_club_member__referral_code_index",
        "loyalty_club_tier_change__company_id_index",
    ):
        cr.execute(f"DROP INDEX IF EXISTS {index}")
