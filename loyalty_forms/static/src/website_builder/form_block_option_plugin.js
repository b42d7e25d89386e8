import { BaseOptionComponent } from "@html_builder/core/utils";
import { Plugin } from "@html_editor/plugin";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { onWillStart } from "@odoo/owl";

/** In the web site's editor: which form the block shows. */
export class FormBlockOption extends BaseOptionComponent {
    static template = "loyalty_forms.FormBlockOption";
    static selector = ".s_loyalty_form";
    static dependencies = ["loyaltyFormBlockOption"];

    setup() {
        super.setup();
        this.forms = [];
        onWillStart(async () => {
            this.forms = await this.dependencies.loyaltyFormBlockOption.fetchForms();
        });
    }
}

class FormBlockOptionPlugin extends Plugin {
    static id = "loyaltyFormBlockOption";
    static shared = ["fetchForms"];
    resources = {
        builder_options: [FormBlockOption],
        so_content_addition_selector: [".s_loyalty_form"],
        on_snippet_dropped_handlers: this.onSnippetDropped.bind(this),
    };

    async fetchForms() {
        this.forms ||= await this.services.orm.call("loyalty.form", "website_block_forms", [
            this.services.website.currentWebsite.id,
        ]);
        return this.forms;
    }

    async onSnippetDropped({ snippetEl }) {
        const block = snippetEl.matches(".s_loyalty_form") ? snippetEl : snippetEl.querySelector(".s_loyalty_form");
        if (!block || block.dataset.slug) {
            return;
        }
        const [form] = await this.fetchForms();
        if (!form) {
            this.services.notification.add(_t("There is no published form yet. Publish one, then put it here."), {
                type: "warning",
            });
            return true; // the block is not dropped
        }
        block.dataset.slug = form.slug;
        block.querySelector(".o_loyalty_form_link")?.setAttribute("href", `/f/${form.slug}`);
    }
}

registry.category("website-plugins").add(FormBlockOptionPlugin.id, FormBlockOptionPlugin);
