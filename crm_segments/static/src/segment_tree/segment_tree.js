import { _t } from "@web/core/l10n/translation";
import { DomainSelector } from "@web/core/domain_selector/domain_selector";
import { MultiRecordSelector } from "@web/core/record_selectors/multi_record_selector";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { Component, onWillStart, useState } from "@odoo/owl";

const clone = (tree) => JSON.parse(JSON.stringify(tree));

/** Reads a number as people type it: Persian and Arabic digits, separators of thousands. */
export function parseNumber(text, isInteger) {
    const latin = String(text)
        .replace(/[۰-۹]/g, (digit) => digit.charCodeAt(0) - 0x6f0)
        .replace(/[٠-٩]/g, (digit) => digit.charCodeAt(0) - 0x660)
        .replace(/[,٬\s]/g, "")
        .replace("٫", ".");
    const number = Number(latin);
    if (latin === "" || Number.isNaN(number) || number < 0) {
        return 0;
    }
    return isInteger ? Math.floor(number) : number;
}

/** The form of one condition, built from what its kind declares. */
export class SegmentCondition extends Component {
    static template = "crm_segments.SegmentCondition";
    static components = { DomainSelector, MultiRecordSelector };
    static props = { node: Object, kinds: Array, readonly: Boolean, onChange: Function, onRemove: Function };

    get kind() {
        return this.props.kinds.find((kind) => kind.name === this.props.node.kind);
    }

    get params() {
        return (this.kind?.params || []).filter((spec) =>
            Object.entries(spec.show_if || {}).every(([name, values]) => values.includes(this.valueByName(name))),
        );
    }

    valueByName(name) {
        return this.value(this.kind.params.find((spec) => spec.name === name));
    }

    value(spec) {
        const value = this.props.node.params[spec.name];
        if (value !== undefined && value !== null) {
            return value;
        }
        return spec.default ?? (["records", "choices"].includes(spec.type) ? [] : "");
    }

    setKind(name) {
        this.props.onChange({ kind: name, params: {} });
    }

    set(spec, value) {
        const params = { ...this.props.node.params, [spec.name]: value };
        this.props.onChange({ ...this.props.node, params });
    }

    toggle(spec, value, isChosen) {
        const chosen = (this.value(spec) || []).filter((other) => other !== value);
        this.set(spec, isChosen ? [...chosen, value] : chosen);
    }

    setNumber(spec, ev) {
        this.set(spec, parseNumber(ev.target.value, spec.type === "integer"));
    }
}

/** A group of conditions: all, any or none of them, groups within groups. */
export class SegmentGroup extends Component {
    static template = "crm_segments.SegmentGroup";
    static components = { SegmentCondition, SegmentGroup };
    static props = {
        node: Object,
        kinds: Array,
        readonly: Boolean,
        onChange: Function,
        onRemove: { type: Function, optional: true },
        depth: { type: Number, optional: true },
    };
    static defaultProps = { depth: 0 };

    get operators() {
        return [
            ["all", _t("all of these")],
            ["any", _t("at least one of these")],
            ["none", _t("none of these")],
        ];
    }

    isGroup(node) {
        return "children" in node;
    }

    setOperator(operator) {
        this.props.onChange({ ...this.props.node, operator });
    }

    setChild(index, child) {
        const children = [...this.props.node.children];
        children[index] = child;
        this.props.onChange({ ...this.props.node, children });
    }

    removeChild(index) {
        const children = this.props.node.children.filter((_child, other) => other !== index);
        if (!children.length && this.props.onRemove) {
            this.props.onRemove();
        } else {
            this.props.onChange({ ...this.props.node, children });
        }
    }

    addCondition() {
        const child = { kind: this.props.kinds[0].name, params: {} };
        this.props.onChange({ ...this.props.node, children: [...this.props.node.children, child] });
    }

    addGroup() {
        const child = { operator: "any", children: [{ kind: this.props.kinds[0].name, params: {} }] };
        this.props.onChange({ ...this.props.node, children: [...this.props.node.children, child] });
    }
}

/** The field widget: the tree, and how many customers it finds at this moment. */
export class SegmentTreeField extends Component {
    static template = "crm_segments.SegmentTreeField";
    static components = { SegmentGroup };
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ count: null, error: null, loading: false, isEstimate: false, customers: null });
        this.action = useService("action");
        this.asked = 0;
        this.countLater = useDebounced(() => this.count(), 400);
        onWillStart(async () => {
            this.kinds = await this.orm.cache().call("club.segment", "editor_kinds", []);
        });
        useRecordObserver((record) => {
            // read here, so that a change of either counts again
            this.current = [record.data[this.props.name], record.data.company_id];
            this.countLater();
        });
    }

    get tree() {
        return this.props.record.data[this.props.name] || { operator: "all", children: [] };
    }

    update(tree) {
        this.props.record.update({ [this.props.name]: clone(tree) });
    }

    async count() {
        const asked = ++this.asked;
        this.state.loading = true;
        this.state.customers = null;
        // a number at once, and where it was an estimate the exact one as soon as it is there
        for (const method of ["preview_estimate", "preview"]) {
            const answer = await this.ask(method);
            if (asked !== this.asked) {
                return;
            }
            const isEstimate = Boolean(answer.is_estimate);
            Object.assign(this.state, {
                isEstimate,
                loading: isEstimate,
                count: answer.count ?? null,
                error: answer.error || null,
            });
            if (!isEstimate) {
                return;
            }
        }
    }

    async ask(method) {
        const company = this.props.record.data.company_id;
        try {
            return await this.orm.silent.call("club.segment", method, [this.tree, company ? company.id : false]);
        } catch {
            return { error: _t("The customers could not be counted.") };
        }
    }

    async showCustomers() {
        const answer = await this.ask("preview_customers");
        this.state.customers = answer.customers || [];
        this.state.error = answer.error || null;
    }

    openCustomer(customer) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.partner",
            res_id: customer.id,
            views: [[false, "form"]],
        });
    }
}

export const segmentTreeField = {
    component: SegmentTreeField,
    displayName: _t("Conditions of a segment"),
    supportedTypes: ["json"],
};

registry.category("fields").add("club_segment_tree", segmentTreeField);
