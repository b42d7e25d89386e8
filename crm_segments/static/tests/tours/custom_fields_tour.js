import { registry } from "@web/core/registry";

const FIELD = "Favourite hero";
const inDropdown = (text) => `.o-dropdown--menu .dropdown-item:contains(${text})`;

/** A manager, who is no system administrator, adds a field and finds it wherever customers are worked with. */
registry.category("web_tour.tours").add("crm_segments.custom_fields_tour", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:contains(Zal)" },
        { trigger: ".o_menu_sections button:contains(Configuration)", run: "click" },
        { trigger: inDropdown("Custom Fields"), run: "click" },
        { trigger: ".modal .o_field_x2many_list_row_add a", run: "click" },
        { trigger: ".modal .o_selected_row .o_field_widget[name=label] input", run: `edit ${FIELD}` },
        {
            content: "The page is loaded again, with the new field",
            trigger: ".modal footer button[name=action_save]",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "On the customer's page", trigger: ".o_data_row:contains(Zal) .o_data_cell[name=complete_name]" },
        { trigger: ".o_data_row:contains(Zal) button[name=action_club_open]", run: "click" },
        { trigger: ".o_notebook a.nav-link:contains(Profile)", run: "click" },
        { trigger: `.o_property_field:contains(${FIELD}) input`, run: "edit Rostam && press Tab" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        { trigger: ".o_breadcrumb .breadcrumb-item a:contains(Customers), .o_back_button", run: "click" },
        {
            content: "As a column of the list",
            trigger: ".o_list_view .o_optional_columns_dropdown_toggle",
            run: "click",
        },
        { trigger: inDropdown(FIELD), run: "click" },
        { trigger: `.o_list_view th:contains(${FIELD})` },
        { trigger: ".o_data_row:contains(Zal):contains(Rostam)" },
        { content: "In the search", trigger: ".o_searchview_input", run: "edit rostam" },
        { trigger: ".o_searchview_autocomplete .o-dropdown-item:contains(Custom Fields) .o_expand", run: "click" },
        { trigger: `.o_searchview_autocomplete .o-dropdown-item:contains(${FIELD})`, run: "click" },
        { trigger: `.o_searchview_facet:contains(${FIELD})` },
        { trigger: ".o_list_view tbody:has(.o_data_row:contains(Zal)):not(:has(.o_data_row:contains(Sohrab)))" },
        { trigger: ".o_searchview_facet .o_facet_remove", run: "click" },
        { content: "For groups", trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { trigger: ".o_group_by_menu .o_accordion_toggle:contains(Custom Fields)", run: "click" },
        { trigger: `.o_group_by_menu .o_menu_item:contains(${FIELD})`, run: "click" },
        { trigger: ".o_group_header:contains(Rostam)" },
    ],
});
