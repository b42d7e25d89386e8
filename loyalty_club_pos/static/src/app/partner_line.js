import { PartnerLine } from "@point_of_sale/app/screens/partner_list/partner_line/partner_line";
import { patch } from "@web/core/utils/patch";

/** The cashier sees the tier of a member beside his points, and what of them ends soon. */
patch(PartnerLine.prototype, {
    _getLoyaltyPointsRepr(loyaltyCard) {
        const points = super._getLoyaltyPointsRepr(loyaltyCard);
        return [loyaltyCard.club_tier_name, points, loyaltyCard.club_expiring].filter(Boolean).join(" · ");
    },
});
