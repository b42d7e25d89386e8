// Which links of a text become short ones: the same as tools/links.py.

const LINK = /https?:\/\/[\p{L}\p{N}_@:%.+&~#=/-]+(?:\?\S+)?/gu;
const AFTER = /[.,:;!?)\]}»،؛؟…]+$/u;
const SECRET = /(token|hash|secret|passw|signup|auth|sig|key)[^/?&=#]*=|\/reset_password|\/signup/i;

/**
 * @param {string} text as it is written
 * @param {string} base our own address: what is short already stays as it is
 * @param {string} link a short link as long as they become; empty when none are made
 * @returns {string} the text as long as it becomes
 */
export function putLinks(text, base, link) {
    if (!link) {
        return text;
    }
    return text.replaceAll(LINK, (match) => {
        const long = match.replace(AFTER, "");
        const stays = long.startsWith(`${base}/r/`) || long.startsWith(`${base}/sms/`) || SECRET.test(long);
        return stays ? match : link + match.slice(long.length);
    });
}

/**
 * @param {string} text
 * @returns {boolean} whether there is a link in it
 */
export function hasLink(text) {
    return text.search(LINK) >= 0;
}
