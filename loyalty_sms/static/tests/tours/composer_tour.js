import { registry } from "@web/core/registry";

const type =
    (text) =>
    ({ anchor }) => {
        anchor.value = text;
        anchor.dispatchEvent(new InputEvent("input", { bubbles: true })); // and the box is not left
    };

registry.category("web_tour.tours").add("loyalty_sms.composer_tour", {
    steps: () => [
        {
            content: "Write to the customer; the button shows under the pointer",
            trigger: ".o_field_phone_sms:not(:visible)",
            run: ({ anchor }) => anchor.click(),
        },
        { content: "He gets none", trigger: ".modal .alert:contains(blacklist: 1)" },
        { trigger: ".modal textarea", run: type("x".repeat(161)) },
        { content: "Two parts", trigger: ".modal .o_sms_count:contains(161/306):contains(2 SMS)" },
        { trigger: ".modal textarea", run: type("سلام") },
        { content: "One part", trigger: ".modal .o_sms_count:contains(4/70):contains(UCS-2):not(:contains(links))" },
        { trigger: ".modal textarea", run: type("https://shop.ir/sale") },
        {
            content: "Told while it is written",
            trigger: ".modal .o_sms_count:contains(No gateway takes messages with links)",
        },
    ],
});
