import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { _t } from "@web/core/l10n/translation";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { TagCloud } from "../tag_cloud/tag_cloud";
import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";

const PAUSE = 5000; // milliseconds between two looks at work in progress

/** Components of blocks that are more than figures, bars or rows, by the name in the block's `_show`. */
export const homeBlocks = registry.category("club_home_blocks");
homeBlocks.add("tags", TagCloud);

/** One block of the home page. It fetches its content itself, and again while something in it is in progress. */
export class HomeBlock extends Component {
    static template = "crm_segments.HomeBlock";
    static props = { block: Object };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ content: null, failed: false });
        this.load();
        onWillUnmount(() => {
            this.gone = true;
            clearTimeout(this.timer);
        });
    }

    async load() {
        try {
            this.state.content = await this.orm.silent.call("club.home", "block", [this.props.block.name]);
            this.state.failed = false;
        } catch {
            this.state.failed = true;
        }
        if (!this.gone && this.state.content?.is_running) {
            this.timer = setTimeout(() => this.load(), PAUSE);
        }
    }

    get items() {
        return this.state.content?.items || [];
    }

    get component() {
        return homeBlocks.get(this.props.block.show, null);
    }

    open(action) {
        return action && this.action.doAction(action);
    }
}

/** What a manager sees on opening the customer club. */
export class ClubHome extends Component {
    static template = "crm_segments.Home";
    static components = { HomeBlock };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.env.config.setDisplayName(_t("Home"));
        this.state = useState({ blocks: [], is_empty: false, round: 0 });
        onWillStart(() => this.load());
    }

    async load() {
        Object.assign(this.state, await this.orm.call("club.home", "blocks", []));
        this.state.round++;
    }

    open(action) {
        return this.action.doAction(action);
    }

    addCustomer() {
        return this.action.doAction("crm_segments.res_partner_action_customers", { viewType: "form" });
    }
}

registry.category("actions").add("crm_segments.home", ClubHome);
