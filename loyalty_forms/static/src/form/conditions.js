/**
 * Which fields are asked, while the visitor answers. The server decides anew when the form is sent; this is for the eye.
 * Pure functions over plain values, so that they can be tested without a page.
 */
const DIGITS = "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩";

/** One spelling for all ways of typing the same. */
export function fold(text) {
    return [...String(text)]
        .map((sign) => (DIGITS.includes(sign) ? String(DIGITS.indexOf(sign) % 10) : sign))
        .join("")
        .replace(/ي/g, "ی")
        .replace(/ك/g, "ک")
        .replace(/[\u200b-\u200f]/g, "")
        .trim()
        .toLowerCase();
}

/** What can be compared: a number, a date as yyyy/mm/dd, or the folded text. */
function comparable(text) {
    const folded = fold(text)
        .replace(/٬|,(?=\d{3})/g, "")
        .replace("٫", ".");
    if (/^[+-]?\d+(\.\d+)?$/.test(folded)) {
        return Number(folded);
    }
    const day = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(.*)$/.exec(folded);
    return day ? `${day[1]}/${day[2].padStart(2, "0")}/${day[3].padStart(2, "0")}${day[4]}` : folded;
}

/**
 * @param {Object} condition operator and values
 * @param {string[]} given what the visitor has answered so far
 * @returns {boolean} whether the condition holds
 */
export function holds({ operator, values }, given) {
    const answers = given.filter((text) => text.trim()).map(comparable);
    const expected = values.map(comparable);
    const some = (test) => answers.some((answer) => expected.some((value) => test(answer, value)));
    switch (operator) {
        case "filled":
            return answers.length > 0;
        case "empty":
            return answers.length === 0;
        case "is":
            return some((answer, value) => answer === value);
        case "is_not":
            return !some((answer, value) => answer === value);
        case "contains":
            return some((answer, value) => String(answer).includes(String(value)));
        case "greater":
            return some((answer, value) => typeof answer === typeof value && answer > value);
        case "less":
            return some((answer, value) => typeof answer === typeof value && answer < value);
    }
    return true;
}

/** Whether a field is asked. `answersOf` gives the answers of a field by its key. */
export function applies({ mode, conditions }, answersOf) {
    const held = conditions.map((condition) => holds(condition, answersOf(condition.field)));
    return mode === "any" ? held.some(Boolean) : held.every(Boolean);
}
