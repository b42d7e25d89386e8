import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { user } from "@web/core/user";
import { Component, onWillStart, useState } from "@odoo/owl";

const APP = "crm_segments.customer_club_menu_root";

/** In the app's bar: how many customers wait for approval; a click opens the queue. */
export class ApprovalQueue extends Component {
    static template = "crm_segments.ApprovalQueue";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.menu = useService("menu");
        this.state = useState({ count: 0, isInApp: false });
        onWillStart(async () => {
            this.isManager = await user.hasGroup("crm_segments.crm_segments_group_manager");
        });
        useBus(this.env.bus, "ACTION_MANAGER:UI-UPDATED", () => this.refresh());
    }

    async refresh() {
        this.state.isInApp = this.isManager && this.menu.getCurrentApp()?.xmlid === APP;
        if (this.state.isInApp) {
            const domain = [["approval_requested_on", "!=", false]];
            this.state.count = await this.orm.silent.searchCount("res.partner", domain);
        }
    }

    open() {
        return this.action.doAction("crm_segments.res_partner_action_waiting", { clearBreadcrumbs: true });
    }
}

registry.category("systray").add("crm_segments.approval_queue", { Component: ApprovalQueue }, { sequence: 30 });
