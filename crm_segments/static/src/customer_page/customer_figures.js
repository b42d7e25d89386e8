import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";

/** The figures of a customer; a click on one opens what it counts. */
export class CustomerFigures extends Component {
    static template = "crm_segments.CustomerFigures";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ figures: [], months: [] });
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps((next) => this.load(next.record.resId));
    }

    async load(id) {
        const empty = { figures: [], months: [] };
        Object.assign(this.state, id ? await this.orm.silent.call("res.partner", "get_club_figures", [[id]]) : empty);
    }

    async open(figure) {
        if (figure.action) {
            const ids = [this.props.record.resId];
            this.action.doAction(await this.orm.call("res.partner", figure.action, [ids]));
        }
    }
}

registry.category("view_widgets").add("club_customer_figures", { component: CustomerFigures });
