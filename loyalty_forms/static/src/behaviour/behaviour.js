import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/** Tells the server at which field of a form the visitor is: the page's own token, no cookie, nothing about him. */
export class FormBehaviour extends Interaction {
    static selector = "form.o_loyalty_form";
    dynamicContent = {
        _root: { "t-on-focusin": this.onReached, "t-on-change": this.onReached },
    };

    setup() {
        this.last = null;
        this.told = 0;
    }

    onReached(event) {
        const name = event.target.name;
        if (!name || name === this.last || event.target.type === "hidden" || this.told > 50) {
            return;
        }
        this.last = name;
        this.told += 1;
        const data = new FormData();
        data.append("token", this.el.querySelector("input[name=token]").value);
        data.append("field", name.split(/[._:]/)[0]);
        const { pathname } = new URL(this.el.action); // without the query of a survey's link: that would send the form
        const address = pathname.replace(/\/(embed|block|preview)$/, "");
        navigator.sendBeacon?.(`${address}/seen`, data);
    }
}

registry.category("public.interactions").add("loyalty_forms.form_behaviour", FormBehaviour);
