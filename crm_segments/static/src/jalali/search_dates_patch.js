/**
 * The date filters of the search bar offer Jalali months, seasons and years to Persian users.
 *
 * The ids of the options are the ones of the original (`month-1`, `first_quarter`, `year`), so default filters of actions
 * and saved filters work in both calendars; the domains are Gregorian ranges.
 */

import { isPersian } from "@crm_segments/jalali/dates_patch";
import { overrideExports } from "@crm_segments/jalali/module_hook";
import { addMonths, MONTHS, SEASONS, toGregorian, toJalali } from "@crm_segments/jalali/jalali";
import { Domain } from "@web/core/domain";
import { serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { clamp } from "@web/core/utils/numbers";
import { getPeriodOptions, toGeneratorId } from "@web/search/utils/dates";

const QUARTERS = ["first_quarter", "second_quarter", "third_quarter", "fourth_quarter"];

/** The Jalali month so many months from the present one, with the years that a filter is limited to. */
function monthAt(now, { startYear, endYear }, offset) {
    return addMonths({ ...now, day: 1 }, offset + 12 * clamp(0, startYear, endYear));
}

function toJalaliOption(option, now, params) {
    switch (option.granularity) {
        case "month": {
            const { year, month } = monthAt(now, params, option.plusParam.months);
            const yearOffset = clamp(year - now.year, params.startYear, params.endYear);
            const defaultYearId = toGeneratorId("year", yearOffset);
            return { ...option, defaultYearId, description: MONTHS[month - 1] };
        }
        case "quarter":
            return { ...option, description: SEASONS[QUARTERS.indexOf(option.id)] };
        case "year":
            return { ...option, description: String(now.year + option.plusParam.years) };
        default:
            return option;
    }
}

/** The first month of an option within its year, how many months it has and what it is called. */
function spanOf(option, now, params) {
    if (option.granularity === "quarter") {
        const quarter = QUARTERS.indexOf(option.id);
        return { first: quarter * 3 + 1, months: 3, name: SEASONS[quarter], order: quarter + 13 };
    }
    const { month } = monthAt(now, params, option.plusParam.months);
    return { first: month, months: 1, name: MONTHS[month - 1], order: month };
}

function toRange(referenceMoment, { fieldName, fieldType }, year, { first, months }) {
    const end = addMonths({ year, month: first, day: 1 }, months);
    const from = referenceMoment.set(toGregorian({ year, month: first, day: 1 })).startOf("day");
    const until = referenceMoment.set(toGregorian(end)).startOf("day").minus({ milliseconds: 1 });
    const serialize = fieldType === "date" ? serializeDate : serializeDateTime;
    return new Domain(["&", [fieldName, ">=", serialize(from)], [fieldName, "<=", serialize(until)]]);
}

overrideExports("@web/search/utils/dates", {
    getPeriodOptions: (original, referenceMoment, params) => {
        const options = original(referenceMoment, params);
        const now = toJalali(referenceMoment);
        return isPersian() ? options.map((option) => toJalaliOption(option, now, params)) : options;
    },
    constructDateDomain: (original, referenceMoment, searchItem, selectedOptionIds) => {
        const params = searchItem.optionsParams;
        const selected = getPeriodOptions(referenceMoment, params).filter(({ id }) => selectedOptionIds.includes(id));
        if (!isPersian() || selected.some(({ granularity }) => granularity === "withDomain")) {
            return original(referenceMoment, searchItem, selectedOptionIds);
        }
        const now = toJalali(referenceMoment);
        const years = selected
            .filter(({ granularity }) => granularity === "year")
            .map(({ plusParam }) => now.year + plusParam.years)
            .sort();
        const spans = selected
            .filter(({ granularity }) => granularity !== "year")
            .map((option) => spanOf(option, now, params))
            .sort((one, other) => one.order - other.order);
        if (!spans.length) {
            spans.push({ first: 1, months: 12, name: "" });
        }
        const ranges = years.flatMap((year) =>
            spans.map((span) => ({
                domain: toRange(referenceMoment, searchItem, year, span),
                description: `${span.name} ${year}`.trim(),
            })),
        );
        const domains = Domain.combine(
            ranges.map(({ domain }) => domain),
            "OR",
        );
        return {
            domain: Domain.and([domains, searchItem.domain]),
            description: ranges.map(({ description }) => description).join("/"),
        };
    },
});
