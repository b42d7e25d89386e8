from odoo import fields


class Measure(fields.Float):
    """A figure that can be missing. Odoo stores no number as 0, and an average would count it as one."""

    falsy_value = None  # searched for as empty, 0 would be found with what is missing

    def convert_to_column(self, value, record, values=None, validate=True):
        return None if value is None or value is False else super().convert_to_column(value, record, values, validate)

    def convert_to_cache(self, value, record, validate=True):
        return None if value is None or value is False else super().convert_to_cache(value, record, validate)

    def convert_to_record(self, value, record):
        return False if value is None else value
