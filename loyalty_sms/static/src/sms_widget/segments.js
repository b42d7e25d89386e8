// How many parts a text takes, counted as operators do: the same as tools/segments.py.

const BASIC = new Set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
        "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENDED = new Set("\f^{}\\[~]|€"); // an escape and a letter: two units

/** A character of two units is never split between two parts. */
function countParts(sizes, units, single, multi) {
    if (units <= single) {
        return 1;
    }
    let parts = 1;
    let room = multi;
    for (const size of sizes) {
        if (size > room) {
            parts += 1;
            room = multi;
        }
        room -= size;
    }
    return parts;
}

/**
 * @param {string} text as it is sent
 * @returns {{encoding: string, units: number, parts: number, capacity: number}} capacity: units that fit in so many parts
 */
export function countSegments(text) {
    const chars = [...(text || "")];
    const isGsm = chars.every((char) => BASIC.has(char) || EXTENDED.has(char));
    const [single, multi] = isGsm ? [160, 153] : [70, 67];
    const sizes = chars.map((char) => (isGsm ? (EXTENDED.has(char) ? 2 : 1) : char.length));
    const units = sizes.reduce((sum, size) => sum + size, 0);
    const parts = countParts(sizes, units, single, multi);
    return { encoding: isGsm ? "GSM-7" : "UCS-2", units, parts, capacity: parts === 1 ? single : parts * multi };
}
