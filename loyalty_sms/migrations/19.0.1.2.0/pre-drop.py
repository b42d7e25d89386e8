def migrate(cr, version):
    """Drop the indexes that named the state, and were written anew with each change of it."""
    for name in ("queue", "busy", "waiting"):
        cr.execute(f"DROP INDEX IF EXISTS loyalty_sms_message_{name}_index")
