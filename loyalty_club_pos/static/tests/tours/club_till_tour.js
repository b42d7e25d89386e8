/* global posmodel */
import * as PosLoyalty from "@pos_loyalty/../tests/tours/utils/pos_loyalty_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as OfflineUtil from "@point_of_sale/../tests/generic_helpers/offline_util";
import * as PartnerList from "@point_of_sale/../tests/pos/tours/utils/partner_list_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as TicketScreen from "@point_of_sale/../tests/pos/tours/utils/ticket_screen_util";
import { scan_barcode } from "@point_of_sale/../tests/generic_helpers/utils";
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
                trigger:
                    ".partner-line-balance:contains('Silver'):contains('405'):contains('100 expire on'):contains('25 points wait')",
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

/** Another till reserves the points while this one has them on its order: the cashier is told before he takes money. */
registry.category("web_tour.tours").add("ClubSecondTillTour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            withReward(),
            {
                content: "another till goes to the payment with the same points",
                trigger: ".order-summary",
                run: async () => {
                    const [line] = posmodel.getOrder()._get_reward_lines();
                    const changes = { [line.coupon_id.id]: -405 };
                    await posmodel.data.call("pos.order", "club_reserve", ["another till", changes]);
                },
            },
            ProductScreen.clickPayButton(false),
            Dialog.is({ title: "The points cannot be spent" }),
            Dialog.bodyIs("Sara of the Club can spend 0"),
            Dialog.confirm(),
            ProductScreen.isShown(),
        ].flat(),
});

/** What is reserved elsewhere is not offered; and from the payment back to the order the own points are still there. */
registry.category("web_tour.tours").add("ClubSpendableTour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            ProductScreen.addOrderline("Whiteboard Pen", "1"),
            ProductScreen.clickPartnerButton(),
            ProductScreen.clickCustomer("Sara of the Club"),
            PosLoyalty.claimReward("Pay with points"),
            PosLoyalty.orderTotalIs("695"),
            ProductScreen.clickPartnerButton(),
            {
                content: "the cashier sees what can be spent, and what is reserved",
                trigger: ".partner-line-balance:contains('305'):contains('100 points are reserved')",
            },
            ProductScreen.clickCustomer("Sara of the Club"),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickBack(),
            ProductScreen.clickPartnerButton(),
            ProductScreen.clickCustomer("Sara of the Club"),
            PosLoyalty.orderTotalIs("695"),
            PosLoyalty.finalizeOrder("Cash", "695"),
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

/** The card is read, which finds the customer; then his credit pays a part. */
registry.category("web_tour.tours").add("ClubWalletTour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            ProductScreen.addOrderline("Whiteboard Pen", "1"),
            scan_barcode("0440123456789abcdef0123"),
            ProductScreen.customerIsSelected("Sara of the Club"),
            PosLoyalty.eWalletButtonState({ highlighted: true, text: "eWallet Pay", click: true }),
            PosLoyalty.orderTotalIs("700"),
            PosLoyalty.finalizeOrder("Cash", "700"),
        ].flat(),
});

// without Odoo's last step, which wants to see what was typed in the name
const search = (typed) => PartnerList.searchCustomerValue(typed, true).slice(0, -1);

/** The cashier types what is written on the card, in Persian digits; the till has not met this member yet. */
registry.category("web_tour.tours").add("ClubMemberNumberTour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            ProductScreen.addOrderline("Whiteboard Pen", "1"),
            ProductScreen.clickPartnerButton(),
            search("M۷۷۰۰۱۲"),
            PartnerList.clickPartner("Late Omid"),
            ProductScreen.customerIsSelected("Late Omid"),
            ProductScreen.clickPartnerButton(),
            search("۰۹۱۲۱۲۳۴۵۶۷"),
            PartnerList.clickPartner("Sara of the Club"),
            ProductScreen.customerIsSelected("Sara of the Club"),
        ].flat(),
});
