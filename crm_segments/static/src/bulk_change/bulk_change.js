import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Says what was done to many customers, with a button that undoes it. */
function bulkDone(env, action) {
    const { id, message } = action.params;
    const close = env.services.notification.add(message, {
        type: "success",
        autocloseDelay: 15000,
        buttons: [
            {
                name: _t("Undo"),
                primary: true,
                onClick: async () => {
                    close();
                    env.services.action.doAction(
                        await env.services.orm.call("club.bulk.change", "action_undo", [[id]]),
                    );
                },
            },
        ],
    });
    return { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("club_bulk_done", bulkDone);
