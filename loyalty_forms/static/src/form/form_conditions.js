import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

import { applies } from "./conditions";

/** Hides the fields of which the answers above say that they are not asked. Without JavaScript all are shown. */
export class FormConditions extends Interaction {
    static selector = ".o_loyalty_form";
    dynamicContent = {
        _root: { "t-on-input": this.refresh, "t-on-change": this.refresh },
        ".o_loyalty_condition_note": { "t-att-class": () => ({ "d-none": true }) },
    };

    start() {
        this.refresh();
    }

    answersOf(key) {
        const data = new FormData(this.el);
        return [key, `${key}_date`, `${key}_street`, `${key}_0`, `${key}_name`].flatMap((name) =>
            data.getAll(name).filter((value) => typeof value === "string"),
        );
    }

    refresh() {
        let page = true;
        let section = true;
        const hidden = new Set();
        for (const item of this.el.querySelectorAll(".o_loyalty_item")) {
            const { kind, key, conditions } = item.dataset;
            const own =
                !conditions ||
                applies(JSON.parse(conditions), (other) => (hidden.has(other) ? [] : this.answersOf(other)));
            if (kind === "page") {
                page = own;
                section = true;
            } else if (kind === "section") {
                section = own;
            }
            const shown = page && section && own;
            if (!shown) {
                hidden.add(key);
            }
            item.classList.toggle("d-none", !shown);
        }
    }
}

registry.category("public.interactions").add("loyalty_forms.form_conditions", FormConditions);
