import { registry } from "@web/core/registry";

/** Odoo's own export dialog on a list that is too long to wait for: the file is written in the background. */
registry.category("web_tour.tours").add("crm_segments.native_export_tour", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:contains(Exported)" },
        { trigger: ".o_list_view thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_cp_action_menus .dropdown-toggle:contains(Actions)", run: "click" },
        { trigger: ".o-dropdown--menu .o_menu_item:contains(Export)", run: "click" },
        { content: "with the columns of the list chosen", trigger: ".modal .o_fields_list .o_export_field" },
        { trigger: ".modal .o_select_button", run: "click" },
        { trigger: ".o_notification:contains(being written)" },
    ],
});
