/**
 * Shows a form on another web site, in a frame that grows with it:
 *
 *   <script async src="https://shop.example/loyalty_forms/static/embed/embed.js" data-form="join" data-lang="fa"></script>
 *
 * data-lang is the language of the page, data-title the name of the frame. With data-popup="Join the club" there is a
 * button of that text, which opens the form above the page; data-close is the label of what closes it. With
 * data-fill-name="Sara" the field with the alias name is filled in. The page that holds the form hears the event
 * "loyalty-form-sent" on the frame.
 */
(() => {
    const script = document.currentScript;
    const { form, lang, popup, title, close: closeLabel = "×", ...more } = script.dataset;
    const origin = new URL(script.src).origin;
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(more)) {
        if (/^fill[A-Z]/.test(name)) {
            query.set(name.slice(4).toLowerCase(), value);
        }
    }
    const prefix = lang ? `/${encodeURIComponent(lang)}` : "";
    const frame = document.createElement("iframe");
    const name = title || (popup !== "1" && popup) || form;
    frame.title = name;
    frame.style.cssText = "display: block; width: 100%; border: 0; min-height: 20rem;";

    // The next page, the errors and the thanks begin at the top, and who sent the form is at its bottom.
    frame.addEventListener("load", () => frame.getBoundingClientRect().top < 0 && frame.scrollIntoView());

    const load = () => {
        frame.src ||= `${origin}${prefix}/f/${encodeURIComponent(form)}/embed${query.size ? `?${query}` : ""}`;
    };

    const asPopup = () => {
        const dialog = document.createElement("dialog");
        dialog.ariaLabel = name;
        dialog.style.cssText =
            "width: min(44rem, 96vw); max-height: 92vh; padding: 0; border: 0; border-radius: 0.5rem;";
        const close = document.createElement("button");
        close.type = "button";
        close.textContent = "×";
        close.ariaLabel = closeLabel;
        close.style.cssText =
            "float: inline-end; padding: 0.25rem 0.9rem; border: 0; background: none; font-size: 1.75rem;";
        close.addEventListener("click", () => dialog.close());
        dialog.append(close, frame);
        const open = document.createElement("button");
        open.type = "button";
        open.className = "loyalty-form-open";
        open.textContent = popup === "1" ? name : popup;
        open.ariaHasPopup = "dialog";
        open.addEventListener("click", () => {
            load();
            dialog.showModal();
        });
        frame.addEventListener("loyalty-form-left", () => dialog.close());
        script.after(open, dialog);
    };

    if (popup) {
        asPopup();
    } else {
        load();
        script.after(frame);
    }

    window.addEventListener("message", ({ data, origin: sender, source }) => {
        if (sender !== origin || source !== frame.contentWindow || data?.loyaltyForm !== true) {
            return;
        }
        if (Number.isFinite(data.height)) {
            frame.style.height = `${Math.min(data.height, 10000)}px`;
        }
        if (data.left) {
            frame.dispatchEvent(new CustomEvent("loyalty-form-left"));
        }
        if (data.sent) {
            frame.dispatchEvent(new CustomEvent("loyalty-form-sent", { bubbles: true }));
        }
    });
})();
