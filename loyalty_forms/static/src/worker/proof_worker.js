/** Solves the task of a page beside it, so that the page stays smooth. Loaded as it is, in no bundle. */
import { sha256 } from "../form/sha256.js";

self.onmessage = ({ data: { salt, challenge, maxNumber } }) => {
    for (let number = 0; number <= maxNumber; number++) {
        if (sha256(salt + number) === challenge) {
            self.postMessage(number);
            return;
        }
    }
    self.postMessage(null);
};
