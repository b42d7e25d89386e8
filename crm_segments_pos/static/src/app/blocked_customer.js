import { _t } from "@web/core/l10n/translation";
import { AlertDialog, ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { patch } from "@web/core/utils/patch";

/** A blocked customer is not put on an order unnoticed: the till warns, or refuses him. */
patch(PosStore.prototype, {
    setPartnerToCurrentOrder(partner) {
        if (!partner?.is_club_blocked || this.getOrder()?.getPartner() === partner) {
            return super.setPartnerToCurrentOrder(partner);
        }
        if (this.config.club_blocked_policy === "refuse") {
            this.dialog.add(AlertDialog, {
                title: _t("Blocked customer"),
                body: _t("%s is blocked and cannot be chosen. He can buy without his name.", partner.name),
            });
            return;
        }
        const choose = () => super.setPartnerToCurrentOrder(partner);
        this.dialog.add(ConfirmationDialog, {
            title: _t("Blocked customer"),
            body: _t("%s is blocked. Sell to him all the same? It will be noted.", partner.name),
            confirmLabel: _t("Sell"),
            confirm: choose,
            cancelLabel: _t("Do not choose him"),
            cancel: () => {},
        });
    },
});
