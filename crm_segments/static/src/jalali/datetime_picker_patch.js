/**
 * The date picker shows Jalali months, years and decades to Persian users.
 *
 * Items keep their Gregorian ranges of luxon dates, so selecting, highlighting, limits and whatever listens to the
 * picker work as before; only titles, labels, the bounds of each panel and the steps between panels are Jalali.
 */

import { isPersian } from "@crm_segments/jalali/dates_patch";
import { addMonths, MONTHS, toGregorian, toJalali } from "@crm_segments/jalali/jalali";
import { DateTimePicker } from "@web/core/datetime/datetime_picker";
import { isInRange, today } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

const { Info } = luxon;
const numbers = (from, to) => Array.from({ length: to - from }, (_, index) => from + index);

/** The first moment of a Jalali month, in the zone and locale of a luxon date. */
const startOfMonth = (date, year, month) =>
    date
        .startOf("day")
        .set(toGregorian({ year, month, day: 1 }))
        .startOf("day");

/** From the first moment of a Jalali month to the last of the months counted. */
function monthsRange(date, year, month, count) {
    const next = addMonths({ year, month, day: 1 }, count);
    const end = startOfMonth(date, next.year, next.month).minus({ milliseconds: 1 });
    return [startOfMonth(date, year, month), end];
}

function toItem(range, label, [minDate, maxDate], others = {}) {
    return {
        id: range[0].toISODate(),
        includesToday: isInRange(today(), range),
        isOutOfRange: false,
        isValid: isInRange(range, [minDate, maxDate]),
        label: String(label),
        range,
        extraClass: "",
        ...others,
    };
}

function daysPanel(date, { maxDate, minDate, showWeekNumbers, isDateValid, dayCellClass }) {
    const { year, month } = toJalali(date);
    const monthRange = monthsRange(date, year, month, 1);
    const first = monthRange[0].minus({ days: (monthRange[0].weekday + 7 - localization.weekStart) % 7 });
    const weeks = numbers(0, 6).map((week) => {
        const days = numbers(0, 7).map((index) => {
            const day = first.plus({ days: week * 7 + index });
            const range = [day, day.endOf("day")];
            const inLimits = isInRange(range, [minDate, maxDate]);
            return toItem(range, toJalali(day).day, [minDate, maxDate], {
                isOutOfRange: !isInRange(day, monthRange),
                isValid: inLimits && (isDateValid ? isDateValid(day) : true),
                extraClass: dayCellClass?.(day) || "",
            });
        });
        return { number: weekNumber(days[0].range[0]), days };
    });
    const daysOfWeek = weeks[0].days.map(({ range: [day] }) => [
        day.weekdayShort,
        day.weekdayLong,
        Info.weekdays("narrow", { locale: day.locale })[day.weekday - 1],
    ]);
    if (showWeekNumbers) {
        daysOfWeek.unshift(["", _t("Week numbers"), ""]);
    }
    return [{ id: "__month__0", number: month, daysOfWeek, weeks }];
}

/** The week of the Jalali year: the first is the one that holds Nowruz. A week counts by its last day. */
function weekNumber(firstDay) {
    const lastDay = firstDay.plus({ days: 6 });
    const nowruz = startOfMonth(lastDay, toJalali(lastDay).year, 1);
    return Math.floor(Math.round(lastDay.diff(nowruz, "days").days) / 7) + 1;
}

const jalaliYear = (date) => toJalali(date).year;
const decadeOf = (date) => Math.floor(jalaliYear(date) / 10) * 10;
const centuryOf = (date) => Math.floor(jalaliYear(date) / 100) * 100;

/** Ten spans of so many years with one more at each end, as the original panels have. */
function spansPanel(date, first, years, { maxDate, minDate }) {
    return numbers(-1, 11).map((index) => {
        const year = first + index * years;
        return toItem(monthsRange(date, year, 1, 12 * years), year, [minDate, maxDate], {
            isOutOfRange: index < 0 || index >= 10,
        });
    });
}

const LEVELS = {
    days: {
        mainTitle: _t("Select month"),
        nextTitle: _t("Next month"),
        prevTitle: _t("Previous month"),
        months: 1,
        getTitle: (date) => `${MONTHS[toJalali(date).month - 1]} ${jalaliYear(date)}`,
        getItems: daysPanel,
    },
    months: {
        mainTitle: _t("Select year"),
        nextTitle: _t("Next year"),
        prevTitle: _t("Previous year"),
        months: 12,
        getTitle: (date) => String(jalaliYear(date)),
        getItems: (date, { maxDate, minDate }) =>
            MONTHS.map((name, index) =>
                toItem(monthsRange(date, jalaliYear(date), index + 1, 1), name, [minDate, maxDate]),
            ),
    },
    years: {
        mainTitle: _t("Select decade"),
        nextTitle: _t("Next decade"),
        prevTitle: _t("Previous decade"),
        months: 120,
        getTitle: (date) => `${decadeOf(date) - 1} - ${decadeOf(date) + 10}`,
        getItems: (date, limits) => spansPanel(date, decadeOf(date), 1, limits),
    },
    decades: {
        mainTitle: _t("Select century"),
        nextTitle: _t("Next century"),
        prevTitle: _t("Previous century"),
        months: 1200,
        getTitle: (date) => `${centuryOf(date) - 10} - ${centuryOf(date) + 100}`,
        getItems: (date, limits) => spansPanel(date, centuryOf(date), 10, limits),
    },
};

patch(DateTimePicker.prototype, {
    get activePrecisionLevel() {
        return isPersian() ? LEVELS[this.state.precision] : super.activePrecisionLevel;
    },
    adjustFocus(values, focusedDateIndex) {
        const adjusts = this.shouldAdjustFocusDate || !this.state.focusDate;
        super.adjustFocus(values, focusedDateIndex);
        if (adjusts && isPersian()) {
            const date = values[focusedDateIndex] || values[focusedDateIndex === 1 ? 0 : 1] || today();
            const { year, month } = toJalali(date);
            this.state.focusDate = this.clamp(startOfMonth(date, year, month));
        }
    },
    next(ev) {
        return isPersian() ? this.turnPanel(ev, 1) : super.next(ev);
    },
    previous(ev) {
        return isPersian() ? this.turnPanel(ev, -1) : super.previous(ev);
    },
    /** Goes one panel on or back in Jalali months. */
    turnPanel(ev, direction) {
        ev.preventDefault();
        const { year, month } = toJalali(this.state.focusDate);
        const target = addMonths({ year, month, day: 1 }, direction * this.activePrecisionLevel.months);
        this.state.focusDate = this.clamp(startOfMonth(this.state.focusDate, target.year, target.month));
    },
});
