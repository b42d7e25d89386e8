def migrate(cr, version):
    """Indexes and a column that the outbox no longer has: Odoo keeps what it finds, and each message paid for them."""
    for index in (
        "loyalty_sms_message__company_id_index",
        "loyalty_sms_message__gateway_id_index",
        "loyalty_sms_attempt__company_id_index",
        "loyalty_sms_attempt__gateway_id_index",
    ):
        cr.execute(f"DROP INDEX IF EXISTS {index}")
    cr.execute("ALTER TABLE loyalty_sms_attempt DROP COLUMN IF EXISTS company_id")
