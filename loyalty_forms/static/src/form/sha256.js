/**
 * SHA-256 of short ASCII texts, synchronous (FIPS 180-4). The browser's own is asynchronous, which is slow for many short
 * texts, and is missing on pages without HTTPS.
 */
const K = new Uint32Array(64);
const H = new Uint32Array(8);

/** The first 32 bits of the fractional part of a root. */
function fraction(value) {
    return ((value - Math.floor(value)) * 0x100000000) | 0;
}

for (let candidate = 2, found = 0; found < 64; candidate++) {
    let prime = true;
    for (let factor = 2; factor * factor <= candidate; factor++) {
        prime = prime && candidate % factor !== 0;
    }
    if (prime) {
        if (found < 8) {
            H[found] = fraction(Math.sqrt(candidate));
        }
        K[found++] = fraction(Math.cbrt(candidate));
    }
}

const turn = (word, places) => (word >>> places) | (word << (32 - places));

/**
 * @param {string} text ASCII
 * @returns {string} 64 hexadecimal digits
 */
export function sha256(text) {
    const blocks = (text.length + 72) >> 6;
    const words = new Uint32Array(blocks * 16);
    for (let index = 0; index < text.length; index++) {
        words[index >> 2] |= text.charCodeAt(index) << (24 - (index % 4) * 8);
    }
    words[text.length >> 2] |= 0x80 << (24 - (text.length % 4) * 8);
    words[words.length - 1] = text.length * 8;
    const state = new Uint32Array(H);
    const w = new Uint32Array(64);
    for (let block = 0; block < blocks; block++) {
        w.set(words.subarray(block * 16, block * 16 + 16));
        for (let i = 16; i < 64; i++) {
            const before = w[i - 15];
            const last = w[i - 2];
            const s0 = turn(before, 7) ^ turn(before, 18) ^ (before >>> 3);
            const s1 = turn(last, 17) ^ turn(last, 19) ^ (last >>> 10);
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }
        let [a, b, c, d, e, f, g, h] = state;
        for (let i = 0; i < 64; i++) {
            const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
            const first = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
            const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
            const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
            [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
        }
        [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] += word));
    }
    return [...state].map((word) => word.toString(16).padStart(8, "0")).join("");
}
