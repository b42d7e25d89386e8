import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

/** The sheets of the uploaded file to choose from. */
export class SheetField extends Component {
    static template = "crm_segments.SheetField";
    static props = { ...standardFieldProps };

    get sheet() {
        return this.props.record.data[this.props.name];
    }

    get sheets() {
        return this.props.record.data.sheets || [];
    }

    async onChange(ev) {
        await this.props.record.update({ [this.props.name]: ev.target.value }, { save: true });
    }
}

registry.category("fields").add("club_sheet", {
    component: SheetField,
    supportedTypes: ["char"],
    fieldDependencies: [{ name: "sheets", type: "json" }],
});
