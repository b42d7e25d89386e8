import { countSegments } from "./segments";
import { hasLink, putLinks } from "./links";
import { formatMonetary } from "@web/views/fields/formatters";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { rpc } from "@web/core/network/rpc";
import { SmsWidget } from "@sms/components/sms_widget/fields_sms_widget";
import { onWillStart, useEffect, useState } from "@odoo/owl";

let writing; // asked once for each page

/** The box in which an SMS is written counts as operators do, with the footer, and tells the price of the message. */
patch(SmsWidget.prototype, {
    setup() {
        super.setup();
        this.writing = useState({
            on: false,
            prices: {},
            currency: false,
            footers: {},
            refuses_links: {},
            base: "",
            link: "",
        });
        onWillStart(async () => {
            writing ||= rpc("/web/dataset/call_kw/res.company/get_loyalty_sms_writing", {
                model: "res.company",
                method: "get_loyalty_sms_writing",
                args: [],
                kwargs: {},
            }).catch(() => ({}));
            Object.assign(this.writing, await writing);
        });
        this._countAtEveryKey();
    },

    /** Odoo takes the text over only when the box is left: until then what stands in it counts. */
    _countAtEveryKey() {
        this.typed = useState({ text: null });
        const take = (ev) => (this.typed.text = ev.target.value);
        useEffect(
            (box) => {
                box?.addEventListener("input", take);
                return () => box?.removeEventListener("input", take);
            },
            () => [this.textareaRef.el],
        );
        useEffect(
            () => void (this.typed.text = null),
            () => [this.props.record.data[this.props.name]],
        );
    },

    get written() {
        return this.typed.text ?? (this.props.record.data[this.props.name] || "");
    },

    /** The text as it leaves: links as long as they become, with what is added under it. */
    get textSent() {
        let text = this._getValueForSmsCounts(this.written);
        if (this.writing.on && this.purpose === "service") {
            text = putLinks(text, this.writing.base, this.writing.link); // mailings have those of Odoo
        }
        const { sms_allow_unsubscribe } = this.props.record.data;
        this.optOutEnabled = Boolean(sms_allow_unsubscribe && this.linkReplacementsPlaceholders);
        const link = this.optOutEnabled ? this.linkReplacementsPlaceholders.unsubscribe : "";
        const footer = this.footerAdded;
        return (footer ? `${(text + link).trimEnd()}\n${footer}` : text + link).trim();
    },

    get purpose() {
        return this.props.record.resModel === "mailing.mailing" ? "marketing" : "service";
    },

    get footerAdded() {
        const text = this.written;
        const footer = this.writing.footers?.[this.purpose];
        return footer && text && !text.includes(footer) ? footer : "";
    },

    get segments() {
        return countSegments(this.textSent);
    },

    get encoding() {
        return this.segments.encoding;
    },

    get nbrChar() {
        return this.segments.units;
    },

    get nbrSMS() {
        return this.nbrChar ? this.segments.parts : 0;
    },

    get priceLabel() {
        const { prices, currency } = this.writing;
        const price = (prices?.[this.purpose] || 0) * this.nbrSMS;
        const count = this.receiverCount;
        if (!price || count === 0) {
            return "";
        }
        const money = (amount) => formatMonetary(amount, { currencyId: currency });
        return count > 1
            ? _t("%(each)s to each of %(count)s, %(all)s in all", {
                  each: money(price),
                  count,
                  all: money(price * count),
              })
            : _t("%s to each receiver", money(price));
    },

    /** How many get the message, where the form knows: who opted out or has no number does not cost anything. */
    get receiverCount() {
        return this.props.record.data.loyalty_sms_getting;
    },

    /** Whether the text holds a link, also one that opts out, and no gateway would take it. */
    get isLinkRefused() {
        return Boolean(this.writing.refuses_links?.[this.purpose]) && hasLink(this.textSent);
    },
});
