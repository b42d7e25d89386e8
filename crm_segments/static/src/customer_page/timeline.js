import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";

/** What happened with a customer, newest first, by month; chips choose the kinds. */
export class CustomerTimeline extends Component {
    static template = "crm_segments.CustomerTimeline";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ kinds: [], chosen: [], events: [], more: false, loaded: false });
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps((next) => this.load(next.record.resId));
    }

    /** Events in months, as they are drawn. */
    get months() {
        const months = [];
        for (const event of this.state.events) {
            if (months.at(-1)?.name !== event.month) {
                months.push({ name: event.month, events: [] });
            }
            months.at(-1).events.push(event);
        }
        return months;
    }

    async load(id, before = null) {
        const part = id
            ? await this.orm.silent.call("res.partner", "get_club_timeline", [[id], [...this.state.chosen], before])
            : { kinds: [], events: [], more: false };
        this.state.kinds = part.kinds;
        this.state.events = before ? [...this.state.events, ...part.events] : part.events;
        this.state.more = part.more;
        this.state.loaded = true;
    }

    loadMore() {
        return this.load(this.props.record.resId, this.state.more);
    }

    toggle(name) {
        const chosen = this.state.chosen;
        this.state.chosen = chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name];
        return this.load(this.props.record.resId);
    }

    open(event) {
        if (!["mail.message", "club.customer.ip"].includes(event.res_model)) {
            this.action.doAction({
                type: "ir.actions.act_window",
                res_model: event.res_model,
                res_id: event.res_id,
                views: [[false, "form"]],
            });
        }
    }
}

registry.category("view_widgets").add("club_customer_timeline", { component: CustomerTimeline });
