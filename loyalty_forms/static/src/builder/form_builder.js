import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
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
        this.touched = null; // the field that was worked on last
        useSortable({
            ref: this.fields,
            elements: ".o_builder_field",
            handle: ".o_builder_handle",
            cursor: "grabbing",
            enable: true,
            onDrop: ({ element, previous }) => this.move(Number(element.dataset.id), Number(previous?.dataset.id || 0)),
        });
        useEffect(
            () => this.showTouched(),
            () => [this.state.drawn],
        );
        onWillStart(() => this.load());
    }

    async load() {
        this.state.form = await this.orm.call("loyalty.form", "builder_state", [[this.formId]]);
        this.state.drawn++;
    }

    get previewUrl() {
        return `${this.state.form.preview}?drawn=${this.state.drawn}&field=${this.touchedKey}`;
    }

    get touchedKey() {
        return this.state.form.fields.find((field) => field.id === this.touched)?.key || "";
    }

    /** Brings the field that was worked on last into sight, and the keyboard back to where it was. */
    showTouched() {
        const row = this.fields.el.querySelector(`[data-id="${this.touched}"]`);
        row?.scrollIntoView({ block: "nearest" });
        if (this.movedByKey) {
            this.movedByKey = false;
            row?.querySelector(".o_builder_handle").focus();
        }
    }

    /** Only the preview is scrolled: `scrollIntoView` would, on a phone, move the builder away from the fields too. */
    onPreviewLoad(ev) {
        const preview = ev.target.contentDocument;
        const item = this.touchedKey && preview?.querySelector(`[data-key="${this.touchedKey}"]`);
        for (const scroller of item ? [preview.scrollingElement, preview.querySelector("#wrapwrap")] : []) {
            scroller?.scrollBy(0, item.getBoundingClientRect().top - ev.target.clientHeight / 3);
        }
    }

    /**
     * Runs a step and shows what came of it, such as a new field, of which it gives the id. A step that is refused says
     * why, and the screen shows what is saved.
     */
    async step(method, ...args) {
        try {
            const result = await this.orm.call("loyalty.form", method, [[this.formId], ...args]);
            this.touched = typeof result === "number" ? result : this.touched;
            return result;
        } finally {
            await this.load();
        }
    }

    async add(kind, place = this.state.form.fields.length) {
        this.edit(await this.step("builder_add", kind, place));
    }

    /** Shows what came of a change of a field. */
    show(id) {
        this.touched = id;
        return this.load();
    }

    async move(id, previousId) {
        const others = this.state.form.fields.map((field) => field.id).filter((other) => other !== id);
        others.splice(others.indexOf(previousId) + 1, 0, id);
        this.touched = id;
        await this.step("builder_order", others);
    }

    async onHandleKey(ev, field, place) {
        const other = this.state.form.fields[place + { ArrowUp: -2, ArrowDown: 1 }[ev.key]];
        if (ev.key === "Delete") {
            this.remove(field);
        } else if ((ev.key === "ArrowUp" && place > 0) || (ev.key === "ArrowDown" && other)) {
            ev.preventDefault();
            this.movedByKey = true;
            await this.move(field.id, other?.id || 0);
        }
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
            onRecordSaved: () => this.show(id),
        });
    }

    async rename(field, ev) {
        const label = ev.target.value.trim();
        if (label && label !== field.label) {
            await this.orm.write("loyalty.form.field", [field.id], { label });
        }
        await this.show(field.id);
    }

    async toggleRequired(field) {
        await this.orm.write("loyalty.form.field", [field.id], { required: !field.required });
        await this.show(field.id);
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
