import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { _t } from "@web/core/l10n/translation";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { openCustomers } from "../open_customers";
import { Component, onWillStart, useState } from "@odoo/owl";

/** The stages of the life cycle as a picture: how many customers are in each, and what they are worth. */
export class LifecycleFunnel extends Component {
    static template = "crm_segments.LifecycleFunnel";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.env.config.setDisplayName(_t("Life Cycle"));
        this.state = useState({ stages: [], total: 0, company: "" });
        onWillStart(async () => {
            Object.assign(this.state, await this.orm.call("club.customer.metric", "funnel", []));
        });
    }

    /** The widest bar is the fullest stage; a stage with anybody in it is seen. */
    width(stage) {
        const most = Math.max(...this.state.stages.map((other) => other.count), 1);
        return stage.count ? Math.max((100 * stage.count) / most, 1.5) : 0;
    }

    open(stage) {
        return openCustomers(
            this.action,
            this.orm,
            [
                ["lifecycle_stage", "=", stage.stage],
                ["is_customer_club", "=", true],
            ],
            stage.label,
        );
    }

    openFigures() {
        return this.action.doAction("crm_segments.club_customer_metric_action");
    }

    openChanges() {
        return this.action.doAction("crm_segments.club_customer_lifecycle_change_action");
    }
}

registry.category("actions").add("crm_segments.lifecycle_funnel", LifecycleFunnel);
