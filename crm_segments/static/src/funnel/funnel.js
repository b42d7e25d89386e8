import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
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

    /** A number in the digits of the user's language. */
    number(count) {
        return count.toLocaleString(user.lang);
    }

    /** The part of all customers; a part that is not nothing is not shown as 0 %. */
    share(stage) {
        const digits = stage.share && stage.share < 1 ? 1 : 0;
        const percent = (stage.share / 100).toLocaleString(user.lang, {
            style: "percent",
            maximumFractionDigits: digits,
        });
        return _t("%s of all", percent);
    }

    /** What the stage is worth, as a sentence. */
    worth(stage) {
        return _t("Spent %(spent)s, expected in the next year: %(value)s", { spent: stage.spent, value: stage.value });
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
