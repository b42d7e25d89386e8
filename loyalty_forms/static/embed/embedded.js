/** Tells the page around the frame how high the form is, and when it was sent. It says nothing of what was typed. */
(() => {
    if (window.parent === window) {
        return;
    }
    const page = document.querySelector(".o_loyalty_form_page");
    const tell = (message) => window.parent.postMessage({ loyaltyForm: true, ...message }, "*");
    new ResizeObserver(() => tell({ height: Math.ceil(page.scrollHeight) + 16 })).observe(page);
    // Browsers heed this attribute only in pages of their own.
    page.querySelector("[autofocus]")?.focus();
    // Keys that are pressed in a frame do not reach the page around it.
    document.addEventListener("keydown", ({ key }) => key === "Escape" && tell({ left: true }));
    if (/\/thanks$/.test(window.location.pathname)) {
        tell({ sent: true });
    }
})();
