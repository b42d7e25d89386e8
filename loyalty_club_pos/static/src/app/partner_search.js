import { PartnerList } from "@point_of_sale/app/screens/partner_list/partner_list";
import { ResPartner } from "@point_of_sale/app/models/res_partner";
import { patch } from "@web/core/utils/patch";
import { useEffect } from "@odoo/owl";

/** A customer is found by the number on his card and by any spelling of his phone. */
patch(ResPartner.prototype, {
    get searchString() {
        return [super.searchString, this.club_till_search].filter(Boolean).join(" ");
    },
});

/** Persian and Arabic digits become Latin ones as they are typed: so are numbers and phones kept. */
patch(PartnerList.prototype, {
    setup() {
        super.setup();
        useEffect(
            (query) => {
                // the last four bits of a digit's code are its value in all three scripts
                this.state.query = query?.replace(/[۰-۹٠-٩]/g, (digit) => String(digit.charCodeAt(0) & 15));
            },
            () => [this.state.query],
        );
    },
});
