"""What native properties left in the column before the field was typed."""

from odoo.tools import SQL


def remove_empty_values(env, model_name, fname):
    """Remove the keys whose value is empty (false, null, "", [], {}) from the JSON of all records, in one statement.

    Searches are right without this; sorting puts such values first or last instead of with the records that have none.

    :param odoo.api.Environment env: environment
    :param str model_name: model that carries the field
    :param str fname: name of the typed properties field
    """
    model = env[model_name]
    model.flush_model([fname])
    env.cr.execute(
        SQL(
            """
            UPDATE %(table)s
               SET %(column)s = (
                    SELECT jsonb_object_agg(key, value)
                      FROM jsonb_each(%(column)s)
                     WHERE value NOT IN ('false', 'null', '""', '[]', '{}')
                   )
             WHERE EXISTS (
                    SELECT FROM jsonb_each(%(column)s)
                     WHERE value IN ('false', 'null', '""', '[]', '{}')
                   )
            """,
            table=SQL.identifier(model._table),
            column=SQL.identifier(fname),
        )
    )
    model.invalidate_model([fname])
