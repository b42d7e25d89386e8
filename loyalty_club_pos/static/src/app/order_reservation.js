import { _t } from "@web/core/l10n/translation";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { ConnectionLostError } from "@web/core/network/rpc";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { patch } from "@web/core/utils/patch";

/**
 * Points of a club are reserved before money is taken: when the cashier goes to the payment, and once more when the
 * order is validated. A till without a connection goes on; the server books what was sold when it hears of it.
 */
patch(PosStore.prototype, {
    async pay() {
        const order = this.getOrder();
        if (order && !(await this.clubReserve(order))) {
            return;
        }
        return super.pay(...arguments);
    },

    /**
     * @returns {Promise<boolean>} whether the order can go on
     */
    async clubReserve(order) {
        const changes = {};
        for (const line of order._get_reward_lines()) {
            const card = line.coupon_id;
            if (card?.id > 0 && line.reward_id?.program_id?.is_club) {
                changes[card.id] = (changes[card.id] || 0) - line.points_cost;
            }
        }
        if (!Object.keys(changes).length && !order.uiState.clubReserved) {
            return true;
        }
        let answer;
        try {
            answer = await this.data.call("pos.order", "club_reserve", [order.uuid, changes]);
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                return true;
            }
            throw error;
        }
        if (answer.successful) {
            order.uiState.clubReserved = Object.keys(changes).length ? changes : null;
        }
        for (const [id, points] of Object.entries(answer.payload.updated_points || {})) {
            const card = this.models["loyalty.card"].get(Number(id));
            if (card) {
                card.points = points;
            }
        }
        if (!answer.successful) {
            this.dialog.add(AlertDialog, {
                title: _t("The points cannot be spent"),
                body: answer.payload.message,
            });
        }
        return answer.successful;
    },
});

patch(OrderPaymentValidation.prototype, {
    async validateOrder() {
        if (!(await this.pos.clubReserve(this.order))) {
            return;
        }
        return super.validateOrder(...arguments);
    },
});
