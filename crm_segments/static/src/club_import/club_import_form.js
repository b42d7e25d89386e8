import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";
import { onMounted, onWillUnmount } from "@odoo/owl";

const WORKING = ["reading", "running", "undoing"];
const PAUSE = 2000; // milliseconds between two looks at the progress

/** The form of an import looks again by itself while the server works on it. */
export class ClubImportFormController extends FormController {
    setup() {
        super.setup();
        onMounted(() => {
            this.timer = setInterval(() => this.look(), PAUSE);
        });
        onWillUnmount(() => clearInterval(this.timer));
    }

    async look() {
        const root = this.model.root;
        if (!this.looking && root?.resId && WORKING.includes(root.data.state) && !root.dirty) {
            this.looking = true;
            try {
                await root.load();
            } finally {
                this.looking = false;
            }
        }
    }
}

registry.category("views").add("club_import_form", { ...formView, Controller: ClubImportFormController });
