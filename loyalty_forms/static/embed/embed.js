/**
 * Shows a form on another web site, in a frame that grows with it:
 *
 *   <script async src="https://shop.example/loyalty_forms/static/embed/embed.js" data-form="join" data-lang="fa"></script>
 *
 * data-lang is the language of the page. The page that holds the form hears the event "loyalty-form-sent" on the frame.
 */
(() => {
    const script = document.currentScript;
    const origin = new URL(script.src).origin;
    const slug = encodeURIComponent(script.dataset.form);
    const lang = script.dataset.lang ? `/${encodeURIComponent(script.dataset.lang)}` : "";
    const frame = document.createElement("iframe");
    frame.src = `${origin}${lang}/f/${slug}/embed`;
    frame.title = script.dataset.title || script.dataset.form;
    frame.style.cssText = "width: 100%; border: 0; min-height: 20rem;";
    script.after(frame);
    window.addEventListener("message", ({ data, origin: sender, source }) => {
        if (sender !== origin || source !== frame.contentWindow || data?.loyaltyForm !== true) {
            return;
        }
        if (Number.isFinite(data.height)) {
            frame.style.height = `${Math.min(data.height, 10000)}px`;
        }
        if (data.sent) {
            frame.dispatchEvent(new CustomEvent("loyalty-form-sent", { bubbles: true }));
        }
    });
})();
