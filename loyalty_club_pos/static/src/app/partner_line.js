import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { PartnerLine } from "@point_of_sale/app/screens/partner_list/partner_line/partner_line";
import { patch } from "@web/core/utils/patch";

/** The cashier sees the tier of a member beside the points he can spend, what of them ends soon, and what waits. */
patch(PartnerLine.prototype, {
    _getLoyaltyPointsRepr(loyaltyCard) {
        const { club_tier_name, club_expiring, club_waiting } = loyaltyCard;
        return [club_tier_name, this._clubBalance(loyaltyCard), club_expiring, club_waiting]
            .filter(Boolean)
            .join(" | ");
    },
    /** A coupon is called by its name, and points are whole where they are. */
    _clubBalance(loyaltyCard) {
        const { program_id: program, points } = loyaltyCard;
        if (program.program_type === "coupons") {
            return program.name;
        }
        if (program.program_type === "loyalty") {
            return _t("%s points", formatFloat(points, { digits: [69, 2], trailingZeros: false }));
        }
        return super._getLoyaltyPointsRepr(loyaltyCard);
    },
});
