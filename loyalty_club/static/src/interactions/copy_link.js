import { browser } from "@web/core/browser/browser";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** Copies the link beside the button and says so for a moment, in words that the page brings in the member's language. */
export class CopyLink extends Interaction {
    static selector = ".o_club_copy_link";
    dynamicContent = {
        button: { "t-on-click": this.copy },
        ".o_club_copied": { "t-att-class": () => ({ "d-none": !this.copied }) },
    };

    setup() {
        this.copied = false;
    }

    async copy() {
        const link = this.el.querySelector("input");
        link.select();
        if (browser.navigator.clipboard) {
            await this.waitFor(browser.navigator.clipboard.writeText(link.value));
        } else {
            document.execCommand("copy"); // a shop without https has no clipboard
        }
        this.copied = true;
        this.waitForTimeout(() => (this.copied = false), 2000);
    }
}

registry.category("public.interactions").add("loyalty_club.copy_link", CopyLink);
