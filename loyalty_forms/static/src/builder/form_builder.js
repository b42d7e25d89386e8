import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSortable } from "@web/core/utils/sortable_owl";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/**
 * Builds a form: a shelf with the types of fields, the fields in their order, and the page as visitors see it. What is
 * dragged, typed or ticked is saved at once, and the preview is drawn by the server, so it cannot differ from the page.
 */
export class FormBuilder extends Component {
    static template = "loyalty_forms.FormBuilder";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.action = useService("action");
        this.notification = useService("notification");
        const { params, context } = this.props.action;
        this.formId = params?.form_id || context?.form_id || context?.active_id;
        this.state = useState({ form: null, phone: false, drawn: 0, over: null, shelf: false });
        this.fields = useRef("fields");
        useSortable({
            ref: this.fields,
            elements: ".o_builder_field",
            handle: ".o_builder_handle",
            cursor: "grabbing",
            enable: true,
            onDrop: ({ element, previous }) => this.move(Number(element.dataset.id), Number(previous?.dataset.id || 0)),
        });
        onWillStart(() => this.load());
    }

    async load() {
        this.state.form = await this.orm.call("loyalty.form", "builder_state", [[this.formId]]);
        this.state.drawn++;
    }

    get previewUrl() {
        return `${this.state.form.preview}?drawn=${this.state.drawn}`;
    }

    /** Runs a step and shows what came of it; a step that is refused says why, and the screen shows what is saved. */
    async step(method, ...args) {
        try {
            return await this.orm.call("loyalty.form", method, [[this.formId], ...args]);
        } finally {
            await this.load();
        }
    }

    async add(kind, place = this.state.form.fields.length) {
        const id = await this.step("builder_add", kind, place);
        this.edit(id);
    }

    async move(id, previousId) {
        const others = this.state.form.fields.map((field) => field.id).filter((other) => other !== id);
        others.splice(others.indexOf(previousId) + 1, 0, id);
        await this.step("builder_order", others);
    }

    onDragStart(ev, kind) {
        ev.dataTransfer.setData("text/x-form-field", kind);
        ev.dataTransfer.effectAllowed = "copy";
    }

    onDragOver(ev, place) {
        if (ev.dataTransfer.types.includes("text/x-form-field")) {
            ev.preventDefault();
            this.state.over = place;
        }
    }

    onDrop(ev, place) {
        const kind = ev.dataTransfer.getData("text/x-form-field");
        this.state.over = null;
        if (kind) {
            ev.preventDefault();
            this.add(kind, place);
        }
    }

    edit(id) {
        this.dialog.add(FormViewDialog, {
            resModel: "loyalty.form.field",
            resId: id,
            title: _t("Field"),
            onRecordSaved: () => this.load(),
        });
    }

    async rename(field, ev) {
        const label = ev.target.value.trim();
        if (label && label !== field.label) {
            await this.orm.write("loyalty.form.field", [field.id], { label });
        }
        await this.load();
    }

    async toggleRequired(field) {
        await this.orm.write("loyalty.form.field", [field.id], { required: !field.required });
        await this.load();
    }

    copyField(field) {
        return this.step("builder_copy_field", field.id);
    }

    remove(field) {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Remove “%s”?", field.label),
            body: this.state.form.entries
                ? _t("Its answers are no longer shown as a column. They stay with the version that was answered.")
                : _t("The field and its settings are removed."),
            confirmLabel: _t("Remove"),
            confirm: async () => {
                await this.orm.unlink("loyalty.form.field", [field.id]);
                await this.load();
            },
            cancel: () => {},
        });
    }

    openSettings() {
        this.action.doAction(
            { type: "ir.actions.act_window", res_model: "loyalty.form", res_id: this.formId, views: [[false, "form"]] },
            { stackPosition: "replaceCurrentAction" },
        );
    }

    async publish() {
        const first = !this.state.form.published;
        await this.step("action_publish");
        this.notification.add(first ? _t("The form is published.") : _t("Your changes are published."), {
            type: "success",
        });
    }

    unpublish() {
        return this.step("action_unpublish");
    }

    discard() {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Discard changes?"),
            body: _t("The fields become again what visitors see now."),
            confirmLabel: _t("Discard changes"),
            confirm: () => this.step("action_discard_changes"),
            cancel: () => {},
        });
    }
}

registry.category("actions").add("loyalty_forms.builder", FormBuilder);
