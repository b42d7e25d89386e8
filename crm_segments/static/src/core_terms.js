import { _t } from "@web/core/l10n/translation";

/**
 * Words of Odoo's own search, filters and lists that its Persian leaves in English. A translation that the web client
 * does not find with Odoo it takes from us, so they are named here to be in our files of translations.
 */
export const CORE_TERMS = [
    // search
    _t("Custom Filter"),
    _t("Custom Filter..."),
    _t("Custom Group"),
    _t("Add a custom filter"),
    _t("Edit favorite"),
    _t("Use this filter by default when opening this view"),
    _t("Clear All"),
    // conditions
    _t("Select a field"),
    _t("Show options"),
    _t("Select one or several criteria"),
    _t('Press "Enter" to add criterion'),
    _t("Add rule"),
    _t("Add nested rule"),
    _t("Delete rule"),
    _t("no records"),
    _t("before"),
    _t("between"),
    _t("lower than"),
    _t("lower or equal to"),
    _t("greater or equal to"),
    _t("starts with"),
    _t("match"),
    _t("matches"),
    _t("match none of"),
    _t("matches none of"),
    _t("not %(operator_label)s"),
    _t("Last 12 months"),
    _t("Month to date"),
    _t("Year to date"),
    _t("Custom range"),
    // lists
    _t("Actions menu"),
    _t("Are you sure you want to update %(count)s records?"),
    _t("Among the %(total)s selected records, %(valid_count)s are valid for this update."),
    _t("No record found"),
    _t("Adjust your filters or create a new record."),
    _t("There are too many data. The graph only shows a sample. Use the filters to refine the scope."),
    _t("Load everything anyway."),
    _t("Please save your changes first"),
    _t("See technical details"),
    _t("Hide technical details"),
];
