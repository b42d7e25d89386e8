"""Indexes over single properties: which ones a property needs, and how they are built without stopping the shop.

An index is over the same expression that `sql` writes. Where the container of a property is known (a form), only its
records are in it; PostgreSQL then needs statistics of its own to choose it, as it does not use those of such an index.
"""

import hashlib
import logging
import re
from dataclasses import dataclass

import psycopg2

from odoo.modules.db import FunctionStatus
from odoo.sql_db import db_connect
from odoo.tools import SQL

from ..tools import typed_values as tv

_logger = logging.getLogger(__name__)

SUFFIX = "_tprop"
# From this version on, PostgreSQL keeps statistics of a single expression.
STATISTICS_SINCE = 140000
# Steps of the histogram: with the usual 100, a week out of years is guessed too large and the index passed over.
FINE = 500


@dataclass(frozen=True)
class PropertyIndex:
    """One index.

    :param str name: ends with `SUFFIX`, by which indexes that nobody wants any more are found
    :param SQL using: method and columns
    :param SQL where: the records in it, or an empty SQL
    :param SQL statistics: expression that needs statistics of its own, or None
    """

    name: str
    using: SQL
    where: SQL
    statistics: SQL | None


def property_indexes(model, fname, definition, container_id=None):
    """The indexes that make search, filters and sorting by one property fast.

    :param odoo.models.BaseModel model: model that carries the typed properties field
    :param str fname: name of that field
    :param dict definition: the property's definition
    :param int container_id: only records of this container
    :rtype: list[PropertyIndex]
    """
    name, kind = definition["name"], definition["type"]
    column = SQL.identifier(fname)
    if not re.fullmatch(r"[a-z0-9_]+", name) or kind in ("html", "separator"):
        return []
    # Not a parameter: an index is defined by text that does not change.
    key = SQL(f"'{name}'")
    left = SQL("(%s -> %s)", column, key)
    where = SQL()
    if container_id:
        record = SQL.identifier(model._fields[fname].definition_record)
        where = SQL("WHERE %s = %s", record, SQL(str(int(container_id))))

    def index(what, using, statistics=None):
        stem = f"{model._table}.{fname}.{name}.{container_id or ''}.{what}"
        digest = hashlib.sha1(stem.encode(), usedforsecurity=False).hexdigest()[:8]
        return PropertyIndex(f"{model._table[:20]}_{name[:20]}_{digest}{SUFFIX}", using, where, statistics)

    if kind in tv.LISTS:
        return [index("gin", SQL("gin (%s)", left))]
    if kind in (*tv.NUMBERS, *tv.TEMPORALS):
        # The usual first click: the highest and the latest on top, those without last.
        return [index("btree", SQL("btree (%s DESC NULLS LAST, id DESC)", left), left)]
    indexes = [index("btree", SQL("btree (%s, id DESC)", left), left)] if kind != "text" else []
    registry = model.env.registry
    if kind in ("char", "text") and registry.has_trigram and registry.has_unaccent != FunctionStatus.PRESENT:
        text = registry.unaccent(SQL("(%s ->> %s)", column, key))
        indexes.append(index("trigram", SQL("gin ((%s) gin_trgm_ops)", text)))
    return indexes


def build(cr, table, index, concurrently=True):
    """Build an index unless it is there; one that an interrupted build left invalid is built anew.

    :param cr: cursor; to build ``concurrently`` it must be in autocommit mode
    :param str table: name of the table
    :param PropertyIndex index: the index
    :return: whether anything was built
    :rtype: bool
    """
    how = SQL("CONCURRENTLY") if concurrently else SQL()
    name = SQL.identifier(index.name)
    cr.execute(SQL("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)", index.name))
    row = cr.fetchone()
    if row and row[0]:
        return False
    if row:
        cr.execute(SQL("DROP INDEX %s IF EXISTS %s", how, name))
    cr.execute(
        SQL(
            "CREATE INDEX %s IF NOT EXISTS %s ON %s USING %s %s",
            how,
            name,
            SQL.identifier(table),
            index.using,
            index.where,
        )  # fmt: skip
    )
    if index.statistics and not index.where.code:
        cr.execute(SQL("ALTER INDEX %s ALTER COLUMN 1 SET STATISTICS %s", name, FINE))
    if index.statistics and cr.connection.server_version >= STATISTICS_SINCE:
        on = SQL("ON %s FROM %s", SQL("(%s)", index.statistics), SQL.identifier(table))
        statistics = SQL.identifier(f"{index.name}s")
        cr.execute(SQL("CREATE STATISTICS IF NOT EXISTS %s %s", statistics, on))
        cr.execute(SQL("ALTER STATISTICS %s SET STATISTICS %s", statistics, FINE))
    return True


def unwanted(cr, table, names):
    """Names of our indexes on a table that are not among those wanted.

    :rtype: list[str]
    """
    cr.execute(
        SQL("SELECT indexname FROM pg_indexes WHERE tablename = %s AND indexname LIKE %s", table, f"%\\{SUFFIX}")
    )
    return [name for (name,) in cr.fetchall() if name not in names]


def drop(cr, name, concurrently=True):
    """Drop an index and its statistics."""
    how = SQL("CONCURRENTLY") if concurrently else SQL()
    cr.execute(SQL("DROP INDEX %s IF EXISTS %s", how, SQL.identifier(name)))
    cr.execute(SQL("DROP STATISTICS IF EXISTS %s", SQL.identifier(f"{name}s")))


def ensure(cr, table, wanted, concurrently=True):
    """Make our indexes on a table those that are wanted. One that cannot be built does not stop the others.

    :param cr: cursor, in autocommit mode to build ``concurrently``
    :param str table: name of the table
    :param list[PropertyIndex] wanted: the indexes
    """
    built = False
    for index in wanted:
        try:
            built |= build(cr, table, index, concurrently)
        except psycopg2.Error:
            if not concurrently:
                raise
            _logger.exception("The index %s on %s could not be built", index.name, table)
    for name in unwanted(cr, table, {index.name for index in wanted}):
        drop(cr, name, concurrently)
    if built:
        cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))


def synchronise(dbname, plan):
    """Make the indexes of several tables those that are wanted, while others write.

    The caller has no transaction open, nor waits: building waits until all older transactions have ended.

    :param str dbname: name of the database
    :param dict[str, list[PropertyIndex]] plan: wanted indexes by table
    """
    with db_connect(dbname).cursor() as cr:
        cr.connection.rollback()
        cr.connection.autocommit = True
        try:
            cr.execute("SELECT pg_try_advisory_lock(hashtext('club.property.indexes'))")
            if not cr.fetchone()[0]:
                return
            cr.execute("SET lock_timeout = '15min'")
            for table, wanted in plan.items():
                ensure(cr, table, wanted)
        finally:
            cr.execute("RESET lock_timeout")
            cr.execute("SELECT pg_advisory_unlock_all()")
            cr.connection.autocommit = False
