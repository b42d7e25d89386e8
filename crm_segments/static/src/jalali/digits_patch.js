/** Persian and Arabic digits are read wherever a number is typed in the back office, by users of any language. */

import { overrideExports } from "@crm_segments/jalali/module_hook";
import { foldNumber } from "@crm_segments/jalali/jalali";
import { localization } from "@web/core/l10n/localization";
import * as parsers from "@web/views/fields/parsers";
import { registry } from "@web/core/registry";

const folded = (original, value, ...args) =>
    original(typeof value === "string" ? foldNumber(value, localization) : value, ...args);

overrideExports("@web/views/fields/parsers", {
    parseFloat: folded,
    parseFloatTime: folded,
    parseInteger: folded,
    parseMonetary: folded,
    parsePercentage: folded,
});

// The registry was filled by the module itself, with the functions as they were.
registry
    .category("parsers")
    .add("float", parsers.parseFloat, { force: true })
    .add("float_time", parsers.parseFloatTime, { force: true })
    .add("integer", parsers.parseInteger, { force: true })
    .add("many2one_reference", parsers.parseInteger, { force: true })
    .add("monetary", parsers.parseMonetary, { force: true })
    .add("percentage", parsers.parsePercentage, { force: true });
