import { ControlButtons } from "@point_of_sale/app/screens/product_screen/control_buttons/control_buttons";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { patch } from "@web/core/utils/patch";

/** The till counts with what can be spent: without points that are reserved elsewhere or end today. */
patch(PosStore.prototype, {
    async fetchCoupons() {
        const cards = await super.fetchCoupons(...arguments);
        const own = this.getOrder()?.uiState.clubReserved || {};
        for (const card of cards) {
            card.points = card.club_spendable - (own[card.id] || 0);
        }
        return cards;
    },
});

/** Credit of a club is given by the club: the till has no product to top it up with. */
patch(ControlButtons.prototype, {
    _getEWalletPrograms() {
        return super._getEWalletPrograms().filter((program) => !program.is_club || program.trigger_product_ids.length);
    },
});
