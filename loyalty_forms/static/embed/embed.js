/**
 * Shows a form on another web site, in a frame that grows with it:
 *
 *   <script async src="https://shop.example/loyalty_forms/static/embed/embed.js" data-form="join" data-lang="fa"></script>
 *
 * data-lang is the language of the page. With data-popup="Join the club" there is a button of that text, which opens the
 * form above the page. With data-fill-name="Sara" the field with the alias name is filled in. The page that holds the form
 * hears the event "loyalty-form-sent" on the frame.
 */
(() => {
    const script = document.currentScript;
    const { form, lang, title, popup, ...more } = script.dataset;
    const origin = new URL(script.src).origin;
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(more)) {
        if (/^fill[A-Z]/.test(name)) {
            query.set(name.slice(4).toLowerCase(), value);
        }
    }
    const prefix = lang ? `/${encodeURIComponent(lang)}` : "";
    const frame = document.createElement("iframe");
    frame.title = title || form;
    frame.style.cssText = "display: block; width: 100%; border: 0; min-height: 20rem;";

    const load = () => {
        frame.src ||= `${origin}${prefix}/f/${encodeURIComponent(form)}/embed${query.size ? `?${query}` : ""}`;
    };

    const asPopup = () => {
        const dialog = document.createElement("dialog");
        dialog.style.cssText =
            "width: min(44rem, 96vw); max-height: 92vh; padding: 0; border: 0; border-radius: 0.5rem;";
        const close = document.createElement("button");
        close.type = "button";
        close.textContent = "×";
        close.setAttribute("aria-label", "×");
        close.style.cssText =
            "float: inline-end; padding: 0.25rem 0.9rem; border: 0; background: none; font-size: 1.75rem;";
        close.addEventListener("click", () => dialog.close());
        dialog.append(close, frame);
        const open = document.createElement("button");
        open.type = "button";
        open.className = "loyalty-form-open";
        open.textContent = popup === "1" ? title || form : popup;
        open.addEventListener("click", () => {
            load();
            dialog.showModal();
        });
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
        if (data.sent) {
            frame.dispatchEvent(new CustomEvent("loyalty-form-sent", { bubbles: true }));
        }
    });
})();
