import { PartnerLine } from "@point_of_sale/app/screens/partner_list/partner_line/partner_line";
import { patch } from "@web/core/utils/patch";

/** The cashier sees the tier of a member beside the points he can spend, what of them ends soon, and what waits. */
patch(PartnerLine.prototype, {
    _getLoyaltyPointsRepr(loyaltyCard) {
        const points = super._getLoyaltyPointsRepr(loyaltyCard);
        const { club_tier_name, club_expiring, club_waiting } = loyaltyCard;
        return [club_tier_name, points, club_expiring, club_waiting].filter(Boolean).join(" | ");
    },
});
