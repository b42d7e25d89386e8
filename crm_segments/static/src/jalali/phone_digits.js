/** Persian and Arabic digits in a telephone box become Latin ones while they are typed, on every page. */

import { toLatinDigits } from "@crm_segments/jalali/jalali";

function foldPhone({ target }) {
    if (!(target instanceof HTMLInputElement) || target.type !== "tel") {
        return;
    }
    const folded = toLatinDigits(target.value);
    if (folded !== target.value) {
        const { selectionStart, selectionEnd } = target;
        target.value = folded;
        target.setSelectionRange(selectionStart, selectionEnd);
    }
}

// In the capture phase, so that the field's own handlers see the folded number.
for (const type of ["input", "change"]) {
    document.addEventListener(type, foldPhone, { capture: true });
}
