import { formatInteger, formatMonetary } from "@web/views/fields/formatters";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, useState } from "@odoo/owl";

const COLORS = ["#4c78a8", "#f58518", "#54a24b", "#b279a2", "#72b7b2", "#e45756", "#9d755d", "#eeca3b"];

/** What leaves, what arrives, what waits and what it costs; each figure opens the records that it counts. */
export class SmsDashboard extends Component {
    static template = "loyalty_sms.Dashboard";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ days: 30, data: null, shows: "outcome" });
        onWillStart(() => this.load(30));
    }

    async load(days) {
        this.state.data = await this.orm.call("loyalty.sms.dashboard", "get_dashboard", [days]);
        this.state.days = days;
    }

    /** What the chart can show of each day. */
    get charts() {
        return [
            { name: "outcome", label: _t("What became of them") },
            { name: "gateway", label: _t("By gateway") },
            { name: "cost", label: _t("Cost") },
        ];
    }

    /** The parts of each bar, from its foot up: the key in a day's figures, name, and tone or colour. */
    get layers() {
        if (this.state.shows === "outcome") {
            return [
                { key: "delivered", label: _t("Delivered"), tone: "success" },
                { key: "accepted", label: _t("Sent"), tone: "info" },
                { key: "unknown", label: _t("Unknown outcome"), tone: "warning" },
                { key: "failed", label: _t("Failed"), tone: "danger" },
            ];
        }
        const gateways = this.state.data.gateways.map(({ id, name }, index) => ({
            key: id,
            label: name,
            color: COLORS[index % COLORS.length],
        }));
        return gateways.filter(({ key }) => this.state.data.series.some((day) => day[this.state.shows][key]));
    }

    total(day) {
        return Object.values(day[this.state.shows]).reduce((sum, value) => sum + value, 0);
    }

    totalLabel(value) {
        return this.state.shows === "cost"
            ? formatMonetary(value, { currencyId: this.state.data.currency })
            : formatInteger(value);
    }

    /** The greatest day: the height of the chart. */
    get top() {
        return Math.max(0, ...this.state.data.series.map((day) => this.total(day)));
    }

    get isEmpty() {
        return !this.top;
    }

    style(day, layer) {
        const height = `height: ${(100 * (day[this.state.shows][layer.key] || 0)) / this.top}%`;
        return layer.color ? `${height}; background: ${layer.color}` : height;
    }

    /** A label under each bar would not be readable. */
    isLabelled(index) {
        return index % Math.ceil(this.state.data.series.length / 6) === 0;
    }

    periodLabel(days) {
        return _t("%s days", days);
    }

    open(name, model, domain) {
        this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: model,
            domain,
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ].filter(([, type]) => type !== "kanban" || model !== "loyalty.sms.consent"),
            context: { create: false },
        });
    }

    /** The messages that a gateway carried, or some of them. */
    openOf(gateway, domain = []) {
        this.open(gateway.name, "loyalty.sms.message", [...gateway.domain, ...domain]);
    }

    openGateway(id) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "loyalty.sms.gateway",
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("loyalty_sms.dashboard", SmsDashboard);
