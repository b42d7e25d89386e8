"""What the add-on leaves behind when it goes: the native cards with their points, as any shop has them."""


def uninstall_hook(env):
    """The guard of the ledger goes with it; native programs, cards, points and history stay.

    :param env: the environment
    """
    env.cr.execute("DROP FUNCTION IF EXISTS loyalty_ledger_append_only() CASCADE")
