"""Run around installation."""

import logging

import psycopg2

from .typed_properties import remove_empty_values

_logger = logging.getLogger(__name__)


def pre_init_hook(env):
    """Searching by any part of a name or number needs trigrams to be fast; PostgreSQL brings them as an extension."""
    try:
        with env.cr.savepoint():
            env.cr.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        env.registry.has_trigram = True
    except psycopg2.Error as error:
        _logger.warning("Without the extension pg_trgm the quick search of customers is slow: %s", error)


def post_init_hook(env):
    """In a database that already runs, who has bought or has a portal login is a customer from the start."""
    # only of contacts that were there before: those of the demo shop have a date of their own already
    env.cr.execute("UPDATE res_partner SET date_added = create_date WHERE create_date < date_added")
    group = env["club.customer.group"]._default_for(env["res.company"])
    status = env["club.customer.status"]._of_kind("active")
    env.cr.execute(
        """
        UPDATE res_partner p
           SET is_customer_club = TRUE, customer_group_id = %s, customer_status_id = %s, customer_status_kind = 'active'
         WHERE p.is_customer_club IS NOT TRUE
           AND p.id IN (
                SELECT partner_id FROM sale_order WHERE state = 'sale'
                UNION
                SELECT u.partner_id FROM res_users u
                  JOIN res_groups_users_rel rel ON rel.uid = u.id AND rel.gid = %s
                 WHERE u.active
           )
        """,
        (group.id, status.id, env.ref("base.group_portal").id),
    )
    env["res.partner"].invalidate_model()
    remove_empty_values(env, "res.partner", "properties")


def uninstall_hook(env):
    """Contacts let go of groups and statuses, which then can be removed with the add-on."""
    env.cr.execute(
        """
        UPDATE res_partner SET customer_group_id = NULL, approval_group_id = NULL, customer_status_id = NULL,
               customer_type_id = NULL, education_id = NULL
         WHERE COALESCE(customer_group_id, approval_group_id, customer_status_id, customer_type_id, education_id)
               IS NOT NULL
        """
    )
    env["res.partner"].invalidate_model()
