import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, useState } from "@odoo/owl";

/** What leaves, what arrives, what waits and what it costs; each figure opens the records that it counts. */
export class SmsDashboard extends Component {
    static template = "loyalty_sms.Dashboard";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ days: 30, data: null });
        onWillStart(() => this.load(30));
    }

    async load(days) {
        this.state.data = await this.orm.call("loyalty.sms.dashboard", "get_dashboard", [days]);
        this.state.days = days;
    }

    /** The most messages of a day: the height of the chart. */
    get top() {
        return Math.max(1, ...this.state.data.series.map((day) => this.total(day)));
    }

    get isEmpty() {
        return this.state.data.series.every((day) => !this.total(day));
    }

    total(day) {
        return day.delivered + day.accepted + day.failed;
    }

    height(count) {
        return `height: ${(100 * count) / this.top}%`;
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
