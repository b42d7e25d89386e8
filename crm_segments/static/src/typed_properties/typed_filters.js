import { onWillStart, useSubEnv } from "@odoo/owl";
import { DomainSelector } from "@web/core/domain_selector/domain_selector";
import { getDomainDisplayedOperators } from "@web/core/domain_selector/domain_selector_operator_editor";
import { DomainSelectorDialog } from "@web/core/domain_selector_dialog/domain_selector_dialog";
import { ModelFieldSelectorPopover } from "@web/core/model_field_selector/model_field_selector_popover";
import { getOperatorEditorInfo } from "@web/core/tree_editor/tree_editor_operator_editor";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";

const NUMBERS = ["integer", "float", "monetary"];

patch(DomainSelectorDialog.prototype, {
    /** Opened from one container (a form, a team), filters offer the properties of this one and not of all. */
    setup() {
        super.setup();
        const fieldService = useService("field");
        const container = {};
        useSubEnv({ propertyContainer: container });
        onWillStart(async () => {
            const { active_id: id, active_model: model } = this.props.context;
            const fields = id ? Object.values(await fieldService.loadFields(this.props.resModel)) : [];
            const properties = fields.filter((field) => field.type === "properties");
            if (
                properties.some((field) => fields.find((f) => f.name === field.definition_record)?.relation === model)
            ) {
                container.id = id;
            }
        });
    },
});

patch(DomainSelector.prototype, {
    getPathEditorInfo() {
        const info = super.getPathEditorInfo(...arguments);
        const extractProps = (params) => ({
            ...info.extractProps(params),
            filter: (field) => {
                const wanted = this.env.propertyContainer?.id;
                const isOthers = wanted && field.record_id && field.record_id !== wanted;
                return !isOthers && ModelFieldSelectorPopover.defaultProps.filter(field);
            },
        });
        return { ...info, extractProps };
    },

    /** Of a property a number can be missing, which Odoo knows of its columns only. */
    getOperatorEditorInfo(fieldDef) {
        if (fieldDef?.is_property && NUMBERS.includes(fieldDef.type)) {
            return getOperatorEditorInfo([...getDomainDisplayedOperators(fieldDef), "set", "not set"], fieldDef);
        }
        return super.getOperatorEditorInfo(fieldDef);
    },
});
