import * as PosLoyalty from "@pos_loyalty/../tests/tours/utils/pos_loyalty_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as OfflineUtil from "@point_of_sale/../tests/generic_helpers/offline_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as TicketScreen from "@point_of_sale/../tests/pos/tours/utils/ticket_screen_util";
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
                trigger: ".partner-line-balance:contains('Silver'):contains('405'):contains('100 expire on')",
            },
            ProductScreen.clickCustomer("Sara of the Club"),
            PosLoyalty.orderTotalIs("595"),
            PosLoyalty.finalizeOrder("Cash", "595"),
        ].flat(),
});

const withReward = () =>
    [
        ProductScreen.addOrderline("Whiteboard Pen", "1"),
        ProductScreen.clickPartnerButton(),
        ProductScreen.clickCustomer("Sara of the Club"),
        PosLoyalty.claimReward("Pay with points"),
        PosLoyalty.orderTotalIs("595"),
    ].flat();

/** Another till has reserved the points: the cashier is told before he takes money. */
registry.category("web_tour.tours").add("ClubSecondTillTour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            withReward(),
            ProductScreen.clickPayButton(false),
            Dialog.is({ title: "The points cannot be spent" }),
            Dialog.bodyIs("Sara of the Club can spend 0"),
            Dialog.confirm(),
            ProductScreen.isShown(),
        ].flat(),
});

/** The till loses its connection, sells for points, and sends the order when it is back. */
registry.category("web_tour.tours").add("ClubOfflineTour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            withReward(),
            OfflineUtil.setOfflineMode(),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.receiptIsThere(),
            Dialog.confirm("Continue with limited functionality"),
            OfflineUtil.setOnlineMode(),
            ReceiptScreen.clickNextOrder(),
            ProductScreen.addOrderline("Whiteboard Pen", "1"),
            PosLoyalty.orderTotalIs("1,000"),
            PosLoyalty.finalizeOrder("Cash", "1000"),
            Chrome.isSynced(),
        ].flat(),
});

/** What was bought comes back to the till. */
registry.category("web_tour.tours").add("ClubRefundTour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            ProductScreen.addOrderline("Whiteboard Pen", "2"),
            ProductScreen.clickPartnerButton(),
            ProductScreen.clickCustomer("Sara of the Club"),
            PosLoyalty.orderTotalIs("2,000"),
            PosLoyalty.finalizeOrder("Cash", "2000"),
            ...ProductScreen.clickRefund(),
            TicketScreen.selectOrder("001"),
            ProductScreen.clickNumpad("2"),
            TicketScreen.confirmRefund(),
            PaymentScreen.isShown(),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
        ].flat(),
});
