/** Tells the page around the frame how high the form is, and when it was sent. It says nothing of what was typed. */
(() => {
    if (window.parent === window) {
        return;
    }
    const page = document.querySelector(".o_loyalty_form_page");
    const tell = (message) => window.parent.postMessage({ loyaltyForm: true, ...message }, "*");
    new ResizeObserver(() => tell({ height: Math.ceil(page.scrollHeight) + 16 })).observe(page);
    if (/\/thanks$/.test(window.location.pathname)) {
        tell({ sent: true });
    }
})();
