"""Build and store the web assets of the languages that are active. Run in an Odoo shell, which provides `env`."""

BUNDLES = (
    "web.assets_web",
    "web.assets_backend_lazy",
    "web.assets_frontend",
    "web.assets_frontend_minimal",
    "web.assets_frontend_lazy",
    "web.assets_tests",
    "web.assets_web_print",
)

website = env["website"].search([], limit=1)  # noqa: F821
for lang in env["res.lang"].search([]):  # noqa: F821
    for website_id in (False, website.id):
        context = {"lang": lang.code, **({"website_id": website_id} if website_id else {})}
        qweb = env["ir.qweb"].with_context(**context)  # noqa: F821
        for name in BUNDLES:
            bundle = qweb._get_asset_bundle(name, css=True, js=True, rtl=lang.direction == "rtl")
            bundle.js()
            bundle.css()
env.cr.commit()  # noqa: F821
