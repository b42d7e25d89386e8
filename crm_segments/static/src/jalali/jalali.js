/**
 * Jalali (Persian) calendar: exact arithmetic, without the browser's calendars, whose rules differ by version.
 *
 * Leap years follow the 33-year cycle, in which year y is leap when (8y + 29) mod 33 < 8, as in the server's library. Days
 * are counted from 1970-01-01, so that a day is one integer whatever the calendar.
 */

const DAY = 86400000;
const NOWRUZ_1400 = Date.UTC(2021, 2, 21) / DAY;

/** The years that are taken for Jalali; from the second on, a typed year is Gregorian. */
export const FIRST_YEAR = 1000;
export const FIRST_GREGORIAN_YEAR = 1700;

export const MONTHS = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
];

/** The quarters of the Jalali year are the seasons. */
export const SEASONS = ["بهار", "تابستان", "پاییز", "زمستان"];

/** Days from an old epoch to the first day of a year. */
const daysBefore = (year) => 365 * year + Math.floor((8 * (year - 1) + 29) / 33);
const yearStart = (year) => NOWRUZ_1400 + daysBefore(year) - daysBefore(1400);

export function isLeap(year) {
    return yearStart(year + 1) - yearStart(year) === 366;
}

export function daysInMonth(year, month) {
    return month <= 6 ? 31 : month <= 11 || isLeap(year) ? 30 : 29;
}

/** The number of a Jalali day, counted from 1970-01-01. */
export function toDayNumber({ year, month, day }) {
    return yearStart(year) + (month <= 7 ? (month - 1) * 31 : (month - 1) * 30 + 6) + day - 1;
}

/** The Jalali day of a day number. */
export function fromDayNumber(number) {
    let year = 1400 + Math.floor((number - NOWRUZ_1400) / 365.2422);
    while (number < yearStart(year)) {
        year--;
    }
    while (number >= yearStart(year + 1)) {
        year++;
    }
    const passed = number - yearStart(year);
    const month = passed < 186 ? Math.floor(passed / 31) + 1 : Math.floor((passed - 6) / 30) + 1;
    const day = passed < 186 ? (passed % 31) + 1 : ((passed - 6) % 30) + 1;
    return { year, month, day };
}

/**
 * @param {{ year: number, month: number, day: number }} gregorian
 * @returns {{ year: number, month: number, day: number }} the same day in the Jalali calendar
 */
export function toJalali({ year, month, day }) {
    return fromDayNumber(Date.UTC(year, month - 1, day) / DAY);
}

/**
 * @param {{ year: number, month: number, day: number }} jalali
 * @returns {{ year: number, month: number, day: number }} the same day in the Gregorian calendar
 */
export function toGregorian(jalali) {
    const date = new Date(toDayNumber(jalali) * DAY);
    return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

export function isValid({ year, month, day }) {
    return (
        year >= FIRST_YEAR &&
        year < FIRST_GREGORIAN_YEAR &&
        month >= 1 &&
        month <= 12 &&
        day >= 1 &&
        day <= daysInMonth(year, month)
    );
}

/** The Jalali day so many months later; the day is kept, or is the last of a shorter month. */
export function addMonths({ year, month, day }, count) {
    const index = year * 12 + month - 1 + count;
    const target = { year: Math.floor(index / 12), month: (index % 12) + 1 };
    return { ...target, day: Math.min(day, daysInMonth(target.year, target.month)) };
}

const pad = (number, length) => String(number).padStart(length, "0");

/**
 * Writes the Jalali year, month and day into a luxon format as literals; the rest (hours, weekday) is left for luxon.
 *
 * @param {string} format
 * @param {{ year: number, month: number, day: number }} jalali
 */
export function literalFormat(format, { year, month, day }) {
    return format.replace(/'[^']*'|y+|[ML]+|d+/g, (part) => {
        switch (part[0]) {
            case "y":
                return `'${part.length === 2 ? pad(year % 100, 2) : year}'`;
            case "d":
                return `'${pad(day, part.length)}'`;
            case "M":
            case "L":
                return `'${part.length > 2 ? MONTHS[month - 1] : pad(month, part.length)}'`;
            default:
                return part;
        }
    });
}

const DIGITS = /[۰-۹٠-٩]/g;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u061c]/g;

/** Persian and Arabic digits become Latin ones; all else stays. */
export function toLatinDigits(text) {
    return text.replace(DIGITS, (digit) => digit.codePointAt(0) & 0xf);
}

/**
 * What a typed number or date needs before it is read: Latin digits and signs, no direction marks.
 *
 * @param {string} text
 * @param {{ decimalPoint?: string, thousandsSep?: string }} [signs] what the reader expects for `٫` and `٬`
 */
export function foldNumber(text, { decimalPoint = ".", thousandsSep = "," } = {}) {
    return toLatinDigits(text)
        .replace(INVISIBLE, "")
        .replace(/٫/g, decimalPoint)
        .replace(/[٬،]/g, thousandsSep)
        .replace(/−/g, "-");
}

/**
 * Finds the date at the beginning of what was typed.
 *
 * Read are `1405/9/2`, `2/9/1405`, `05/9/2` (a year of two digits lies around the present one), `9/2` (this year), `2`
 * (this month), `14050902`, `2 آذر 1405`, with `/`, `-`, `.` or spaces between. A year from 1700 on is not Jalali.
 *
 * @param {string} text with Latin digits
 * @param {{ year: number, month: number }} now the present Jalali month, for what was left out
 * @param {boolean} [yearFirst=true] the order in which the user's language writes dates
 * @returns {null | { jalali: {year: number, month: number, day: number}, rest: string }} null when no Jalali date
 *  stands there; `jalali` may be a day that does not exist
 */
export function findDate(text, now, yearFirst = true) {
    const thisYear = now.year;
    const named = text.match(/^\s*(\d{1,2})\s+([آ-ی]+)(?:\s+(\d{4}))?(?=\s|$)/);
    if (named && MONTHS.includes(named[2])) {
        const month = MONTHS.indexOf(named[2]) + 1;
        const jalali = { year: Number(named[3] || thisYear), month, day: Number(named[1]) };
        return { jalali, rest: text.slice(named[0].length) };
    }
    if (/^\s*\d{1,2}\s*$/.test(text)) {
        return { jalali: { ...now, day: Number(text) }, rest: "" };
    }
    const found =
        text.match(/^\s*(\d{1,4})([/\-.])(\d{1,2})(?:\2(\d{1,4}))?(?=\s|$)/) ||
        text.match(/^\s*(\d{4})()(\d{2})(\d{2})(?=\s|$)/);
    if (!found) {
        return null;
    }
    let parts = [found[1], found[3], found[4]];
    if (parts[2] === undefined) {
        parts = yearFirst ? ["", parts[0], parts[1]] : ["", parts[1], parts[0]];
    } else if (parts[2].length > 2 || (parts[0].length < 3 && !yearFirst)) {
        parts.reverse();
    }
    let year = parts[0] === "" ? thisYear : Number(parts[0]);
    if (parts[0] !== "" && parts[0].length <= 2) {
        year += Math.round((thisYear - year) / 100) * 100;
    }
    const jalali = { year, month: Number(parts[1]), day: Number(parts[2]) };
    return year >= FIRST_GREGORIAN_YEAR ? null : { jalali, rest: text.slice(found[0].length) };
}
