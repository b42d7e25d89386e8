import * as PosLoyalty from "@pos_loyalty/../tests/tours/utils/pos_loyalty_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("ClubTillTour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            ProductScreen.addOrderline("Whiteboard Pen", "1"),
            ProductScreen.clickPartnerButton(),
            ProductScreen.clickCustomer("Sara of the Club"),
            // The till fetches the card for the order, so by now the list of customers knows it.
            PosLoyalty.claimReward("Pay with points"),
            PosLoyalty.orderTotalIs("595"),
            ProductScreen.clickPartnerButton(),
            {
                content: "the cashier sees tier and points",
                trigger: ".partner-line-balance:contains('Silver'):contains('405')",
            },
            ProductScreen.clickCustomer("Sara of the Club"),
            PosLoyalty.orderTotalIs("595"),
            PosLoyalty.finalizeOrder("Cash", "595"),
        ].flat(),
});
