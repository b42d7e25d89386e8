/**
 * The titles of the calendar view say in Jalali which days it shows to Persian users.
 *
 * The view still pages by Gregorian months; its cells have Jalali numbers already, from the browser. So the title of a
 * month names the two Jalali months that it touches.
 */

import { isPersian } from "@crm_segments/jalali/dates_patch";
import { overrideExports } from "@crm_segments/jalali/module_hook";
import { MONTHS, toJalali } from "@crm_segments/jalali/jalali";
import { patch } from "@web/core/utils/patch";
import { CalendarCommonRenderer } from "@web/views/calendar/calendar_common/calendar_common_renderer";
import { CalendarController } from "@web/views/calendar/calendar_controller";

const { DateTime } = luxon;

/** The months from one date to another: `آذر 1405`, `آبان - آذر 1405` or `اسفند 1405 - فروردین 1406`. */
function monthsBetween(from, until) {
    const [first, last] = [toJalali(from), toJalali(until)];
    const [firstName, lastName] = [MONTHS[first.month - 1], MONTHS[last.month - 1]];
    if (first.year !== last.year) {
        return `${firstName} ${first.year} - ${lastName} ${last.year}`;
    }
    return first.month === last.month ? `${firstName} ${first.year}` : `${firstName} - ${lastName} ${first.year}`;
}

function dayText(date) {
    const { year, month, day } = toJalali(date);
    return `${day} ${MONTHS[month - 1]} ${year}`;
}

patch(CalendarController.prototype, {
    get currentDate() {
        const text = super.currentDate;
        if (!text || !isPersian()) {
            return text;
        }
        const { scale } = this.model.meta;
        return ` - ${monthsBetween(this.date.startOf(scale), this.date.endOf(scale))}`;
    },
    get today() {
        return isPersian() ? String(toJalali(DateTime.now()).day) : super.today;
    },
    get currentYear() {
        if (!isPersian()) {
            return super.currentYear;
        }
        return `${toJalali(this.date.startOf("year")).year} - ${toJalali(this.date.endOf("year")).year}`;
    },
    get dayHeader() {
        return isPersian() ? dayText(this.date) : super.dayHeader;
    },
    get weekHeader() {
        const { rangeStart, rangeEnd } = this.model;
        return isPersian() ? monthsBetween(rangeStart, rangeEnd) : super.weekHeader;
    },
    get currentMonth() {
        return isPersian() ? monthsBetween(this.date.startOf("month"), this.date.endOf("month")) : super.currentMonth;
    },
});

patch(CalendarCommonRenderer.prototype, {
    headerTemplateProps(date) {
        const props = super.headerTemplateProps(date);
        return isPersian() ? { ...props, day: toJalali(DateTime.fromJSDate(date)).day } : props;
    },
});

overrideExports("@web/views/calendar/utils", {
    getFormattedDateSpan: (original, start, end) => {
        if (!isPersian()) {
            return original(start, end);
        }
        return start.hasSame(end, "day") ? dayText(start) : `${dayText(start)} - ${dayText(end)}`;
    },
});
