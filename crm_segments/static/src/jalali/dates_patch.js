/**
 * Dates are shown and typed in the Jalali calendar where the user's language is Persian.
 *
 * Only text for people changes. Values stay luxon's Gregorian dates and nothing that is sent to the server passes here
 * (`serializeDate` and its kin are untouched), so what is stored is what would be stored without this file.
 */

import { overrideExports } from "@crm_segments/jalali/module_hook";
import {
    FIRST_GREGORIAN_YEAR,
    findDate,
    foldNumber,
    isValid,
    literalFormat,
    toGregorian,
    toJalali,
} from "@crm_segments/jalali/jalali";
import { ConversionError } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";

const { DateTime } = luxon;

/** Whether the reader's language is Persian: the user's own in the back office, the page's on the web site. */
export function isPersian() {
    return (user.lang || document.documentElement.lang || "").startsWith("fa");
}

/** A format that is given for the sake of a machine, such as a file name or a spreadsheet cell, stays Gregorian. */
const isForMachines = (format) =>
    format.startsWith("yyyy-MM-dd") && ![localization.dateFormat, localization.dateTimeFormat].includes(format);

const expand = (format) => (/^D{1,4}$/.test(format) ? "cccc d MMMM yyyy" : format);

function formatJalali(value, format) {
    return isForMachines(format)
        ? value.toFormat(format)
        : value.toFormat(literalFormat(expand(format), toJalali(value)));
}

const isJalaliFor = (value) => value && value.isValid && isPersian();

function timeFormat(showSeconds) {
    return showSeconds ? localization.timeFormat : localization.timeFormat.replace(/:?ss/, "");
}

const notADate = (text) => new ConversionError(_t("'%s' is not a correct date or datetime", text));

/** Reads what was typed: a Jalali date is turned into the Gregorian one, which the original then reads. */
function parseJalali(original, value, options, format) {
    const text = typeof value === "string" ? foldNumber(value).trim() : value;
    if (!text || !isPersian() || isForMachines(format)) {
        return original(text, options);
    }
    const now = toJalali(DateTime.local());
    const found = findDate(text, now, format.indexOf("y") <= format.indexOf("d"));
    if (found && !isValid(found.jalali)) {
        throw notADate(value);
    }
    if (found) {
        const isoDate = DateTime.fromObject(toGregorian(found.jalali)).toISODate();
        const timePart = format.match(/[^\w]*[Hh].*/)?.[0] || "";
        return original(isoDate + found.rest, { ...options, format: "yyyy-MM-dd" + timePart });
    }
    const result = original(text, options);
    if (result && result.year < FIRST_GREGORIAN_YEAR) {
        // Half a Jalali date that the original took for an old Gregorian one.
        throw notADate(value);
    }
    return result;
}

overrideExports("@web/core/l10n/dates", {
    formatDate: (original, value, options = {}) =>
        isJalaliFor(value) ? formatJalali(value, options.format || localization.dateFormat) : original(value, options),
    formatDateTime: (original, value, options = {}) =>
        isJalaliFor(value)
            ? formatJalali(value.setZone(options.tz || "default"), options.format || localization.dateTimeFormat)
            : original(value, options),
    toLocaleDateString: (original, value) =>
        isJalaliFor(value) ? formatJalali(value, localization.dateFormat) : original(value),
    toLocaleDateTimeString: (original, value, options = {}) => {
        if (!isJalaliFor(value)) {
            return original(value, options);
        }
        const parts = [];
        if (options.showDate !== false) {
            parts.push(localization.dateFormat);
        }
        if (options.showTime !== false) {
            parts.push(timeFormat(options.showSeconds));
        }
        return formatJalali(value.setZone(options.tz || "default"), parts.join(" "));
    },
    parseDate: (original, value, options = {}) =>
        parseJalali(original, value, options, options.format || localization.dateFormat),
    parseDateTime: (original, value, options = {}) =>
        parseJalali(original, value, options, options.format || localization.dateTimeFormat),
});

overrideExports("@web/core/l10n/time", {
    parseTime: (original, value, ...args) => original(typeof value === "string" ? foldNumber(value) : value, ...args),
});
