/**
 * Lets the add-on change functions that a module of the web client exports.
 *
 * Importers take a function out of its module once, when they start, and keep it; `patch()` cannot reach it then. This
 * file stands before those modules in the bundle: the moment one of them has started, and before any other file can
 * import from it, each named export is replaced by a function that asks for an override at each call.
 */

const EXPORTS = {
    "@web/core/l10n/dates": [
        "formatDate",
        "formatDateTime",
        "toLocaleDateString",
        "toLocaleDateTimeString",
        "parseDate",
        "parseDateTime",
    ],
    "@web/core/l10n/time": ["parseTime"],
    "@web/search/utils/dates": ["constructDateDomain", "getPeriodOptions"],
    "@web/views/calendar/utils": ["getFormattedDateSpan"],
    "@web/views/fields/parsers": ["parseFloat", "parseFloatTime", "parseInteger", "parsePercentage", "parseMonetary"],
};

const overrides = {};

/**
 * @param {string} moduleName one of the modules above
 * @param {Object<string, Function>} functions by name of the export; each gets the original and then the arguments
 */
export function overrideExports(moduleName, functions) {
    overrides[moduleName] = { ...overrides[moduleName], ...functions };
}

odoo.loader.bus.addEventListener("module-started", ({ detail: { moduleName, module } }) => {
    for (const name of EXPORTS[moduleName] || []) {
        const original = module[name];
        module[name] = Object.assign(function (...args) {
            const override = overrides[moduleName]?.[name];
            return override ? override(original, ...args) : original(...args);
        }, original);
    }
});
