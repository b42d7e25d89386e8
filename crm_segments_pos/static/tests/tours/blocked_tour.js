import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import { registry } from "@web/core/registry";

const choose = [ProductScreen.clickPartnerButton(), ProductScreen.clickCustomer("Blocked Customer", false)];
const isEmpty = {
    content: "no customer is on the order",
    trigger: ".set-partner:not(:contains('Blocked Customer'))",
};

registry.category("web_tour.tours").add("ClubBlockedWarnTour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            choose,
            Dialog.is({ title: "Blocked customer" }),
            Dialog.cancel(),
            isEmpty,
            choose,
            Dialog.confirm("Sell"),
            { content: "the cashier decided", trigger: ".set-partner:contains('Blocked Customer')" },
        ].flat(2),
});

registry.category("web_tour.tours").add("ClubBlockedRefuseTour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            choose,
            Dialog.is({ title: "Blocked customer" }),
            Dialog.confirm(),
            isEmpty,
        ].flat(2),
});
