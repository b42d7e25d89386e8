import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { _t } from "@web/core/l10n/translation";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { openCustomers } from "../open_customers";
import { Component, onWillStart, useState } from "@odoo/owl";

const SMALLEST = 0.9; // rem
const LARGEST = 2.6;

/** The tags of the customers, the larger the more have it; a click opens them. Also used as a part of other pages. */
export class TagCloud extends Component {
    static template = "crm_segments.TagCloud";
    static props = { limit: { type: Number, optional: true } };
    static defaultProps = { limit: 60 };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ tags: [], source: "all" });
        onWillStart(async () => {
            this.state.tags = await this.orm.call("res.partner.category", "tag_cloud", [this.props.limit]);
        });
    }

    /** Those of the chosen source, by name, so that each keeps its place while the sizes change. */
    get tags() {
        const count = {
            all: (tag) => tag.count,
            automatic: (tag) => tag.automatic,
            hand: (tag) => tag.count - tag.automatic,
        }[this.state.source];
        return this.state.tags
            .map((tag) => ({ ...tag, count: count(tag) }))
            .filter((tag) => tag.count)
            .sort((one, other) => one.name.localeCompare(other.name));
    }

    /** Size by the logarithm of the uses: one tag that all have leaves the others readable. */
    size(tag, tags) {
        const counts = tags.map((other) => Math.log(other.count));
        const low = Math.min(...counts);
        const high = Math.max(...counts);
        const part = high > low ? (Math.log(tag.count) - low) / (high - low) : 0.5;
        return (SMALLEST + part * (LARGEST - SMALLEST)).toFixed(2);
    }

    open(tag) {
        const field = this.state.source === "automatic" ? "automatic_tag_ids" : "category_id";
        const domain = [
            [field, "in", [tag.id]],
            ["is_customer_club", "=", true],
        ];
        if (this.state.source === "hand") {
            domain.push(["automatic_tag_ids", "not in", [tag.id]]);
        }
        return openCustomers(this.action, this.orm, domain, tag.name);
    }
}

export class TagCloudPage extends Component {
    static template = "crm_segments.TagCloudPage";
    static components = { TagCloud };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.env.config.setDisplayName(_t("Tag Cloud"));
    }

    openRules() {
        return this.action.doAction("crm_segments.club_tag_rule_action");
    }
}

registry.category("actions").add("crm_segments.tag_cloud", TagCloudPage);
