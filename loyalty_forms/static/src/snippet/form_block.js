import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/**
 * The building block: shows a form inside any page of the web site. Without JavaScript a link leads to the form's own
 * page. What stands in the page's address (…?name=Sara) fills in the form.
 */
export class FormBlock extends Interaction {
    static selector = ".s_loyalty_form[data-slug]";

    start() {
        const { slug } = this.el.dataset;
        const lang = document.documentElement.lang.replace("-", "_");
        const first = window.location.pathname.split("/")[1];
        const prefix = [lang, lang.split("_")[0]].includes(first) ? `/${first}` : "";
        const frame = document.createElement("iframe");
        frame.src = `${prefix}/f/${encodeURIComponent(slug)}/block${window.location.search}`;
        frame.title = this.el.dataset.name || slug;
        frame.className = "o_loyalty_form_frame d-block w-100 border-0";
        this.addListener(window, "message", ({ data, origin, source }) => {
            if (origin === window.location.origin && source === frame.contentWindow && data?.loyaltyForm === true) {
                if (Number.isFinite(data.height)) {
                    frame.style.height = `${Math.min(data.height, 10000)}px`;
                }
            }
        });
        const place = this.el.querySelector(".o_loyalty_form_place");
        place.querySelector(".o_loyalty_form_link")?.setAttribute("href", `/f/${encodeURIComponent(slug)}`);
        const before = [...place.childNodes];
        place.replaceChildren(frame);
        this.registerCleanup(() => place.replaceChildren(...before));
    }
}

/** In the editor a click anywhere on the block chooses the block: it never reaches the form in the frame. */
class FormBlockEdit extends FormBlock {
    start() {
        super.start();
        this.el.querySelector(".o_loyalty_form_frame").style.pointerEvents = "none";
    }
}

registry.category("public.interactions").add("loyalty_forms.form_block", FormBlock);
registry.category("public.interactions.edit").add("loyalty_forms.form_block", { Interaction: FormBlockEdit });
