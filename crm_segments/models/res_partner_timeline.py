from datetime import datetime

from odoo import fields, models
from odoo.tools import SQL, format_date
from odoo.tools.misc import format_time

_PART = 30


class ResPartner(models.Model):
    """The time line of a customer: what happened with him, from all add-ons, newest first (C21)."""

    _inherit = "res.partner"

    def _timeline_kinds(self):
        """The sources that this database has.

        :return: dict of technical name and kind, in the order in which they are offered
        """
        family = "club.timeline.source.kind"
        names = self.env.registry.descendants([family], "_inherit")
        kinds = [self.env[name] for name in names if name != family and self.env[name]._label]
        return {kind._kind_name(): kind for kind in sorted(kinds, key=lambda kind: (kind._sequence, kind._name))}

    def get_club_timeline(self, kinds=None, before=None):
        """A part of the time line, for the customer page.

        :param list kinds: technical names; all when empty
        :param list before: where the part before ended: date, kind and id
        :return: dict with the ``kinds`` to choose from, the ``events``, and where the next part begins (``more``)
        """
        self.ensure_one()
        self._check_customer_page_rights()
        sources = self._timeline_kinds()
        wanted = [kind for name, kind in sources.items() if not kinds or name in kinds]
        rows = self._timeline_rows(wanted, before) if wanted else []
        more = len(rows) > _PART and rows[_PART - 1]
        return {
            "kinds": [
                {"name": name, "label": str(kind._label), "icon": kind._icon, "color": kind._color}
                for name, kind in sources.items()
            ],
            "events": self._timeline_events(self._timeline_readable(rows[:_PART]), sources),
            "more": more and [more["date"].isoformat(), more["kind"], more["res_id"]],
        }

    def _timeline_rows(self, kinds, before):
        ids = tuple(self._customer_family().ids)
        union = SQL(" UNION ALL ").join(SQL("(%s)", kind._events_sql(ids)) for kind in kinds)
        place = SQL()
        if before:
            date, kind, res_id = before
            place = SQL(
                "AND (date, kind, res_id) < (%s, %s, %s)", datetime.fromisoformat(str(date)), str(kind), int(res_id)
            )
        return self.env.execute_query_dict(
            SQL(
                """SELECT date, kind, title, res_model, res_id, icon FROM (%s) events
                    WHERE date IS NOT NULL %s ORDER BY date DESC, kind DESC, res_id DESC LIMIT %s""",
                union,
                place,
                _PART + 1,
            )
        )

    def _timeline_readable(self, rows):
        """Leave out the events whose record the user may not read."""
        ids = {}
        for row in rows:
            ids.setdefault(row["res_model"], set()).add(row["res_id"])
        readable = {
            (model, res_id)
            for model, found in ids.items()
            for res_id in self.env[model].browse(found)._filtered_access("read").ids
        }
        return [row for row in rows if (row["res_model"], row["res_id"]) in readable]

    def _timeline_moment(self, moment):
        """Day and time as lists show them, without seconds."""
        local = fields.Datetime.context_timestamp(self, moment)
        return f"{format_date(self.env, local.date())} {format_time(self.env, local.time(), time_format='short')}"

    def _timeline_events(self, rows, sources):
        for name, kind in sources.items():
            own = [row for row in rows if row["kind"] == name]
            for row, title in zip(own, kind._describe(own) if own else [], strict=True):
                row.update(text=title, color=kind._color)
        return [
            {
                "key": f"{row['kind']}-{row['res_id']}-{number}",
                "text": row["text"],
                "icon": row["icon"],
                "color": row["color"],
                "date": self._timeline_moment(row["date"]),
                "month": format_date(self.env, row["date"].date(), date_format="MMMM y"),
                "res_model": row["res_model"],
                "res_id": row["res_id"],
            }
            for number, row in enumerate(rows)
        ]
