import { _t } from "@web/core/l10n/translation";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { registry } from "@web/core/registry";

/** Says what was done to many customers, with a button that undoes it, or shows how far it is. */
function bulkDone(env, action) {
    const { id, message, is_running: isRunning, stays } = action.params;
    const { action: actionService, dialog, notification, orm } = env.services;
    const undo = async () => actionService.doAction(await orm.call("club.bulk.change", "action_undo", [[id]]));
    const askToUndo = () =>
        stays
            ? dialog.add(ConfirmationDialog, {
                  title: _t("Undo"),
                  body: stays,
                  confirmLabel: _t("Undo"),
                  confirm: undo,
                  cancel: () => {},
              })
            : undo();
    const show = () =>
        actionService.doAction({
            type: "ir.actions.act_window",
            res_model: "club.bulk.change",
            res_id: id,
            views: [[false, "form"]],
        });
    const close = notification.add(message, {
        type: isRunning ? "info" : "success",
        autocloseDelay: 15000,
        buttons: [
            {
                name: isRunning ? _t("Show") : _t("Undo"),
                primary: true,
                onClick: () => {
                    close();
                    return isRunning ? show() : askToUndo();
                },
            },
        ],
    });
    return { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("club_bulk_done", bulkDone);
