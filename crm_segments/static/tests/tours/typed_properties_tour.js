import { registry } from "@web/core/registry";

const inMenu = (text) => `.o-dropdown--menu .o_menu_item:contains(${text})`;

registry.category("web_tour.tours").add("crm_segments.typed_properties_tour", {
    steps: () => [
        {
            content: "The pivot offers the number as a measure",
            trigger: ".o_pivot_view button:contains(Measures)",
            run: "click",
        },
        { trigger: inMenu("Shoe size"), run: "click" },
        {
            content: "and sums it",
            trigger: ".o_pivot_cell_value:contains(126.00), .o_pivot_cell_value:contains(126)",
        },
        {
            content: "A text is no measure",
            trigger: `.o-dropdown--menu:not(:has(.o_menu_item:contains(Motto)))`,
        },
        { trigger: ".o_switch_view.o_graph", run: "click" },
        { trigger: ".o_graph_view button:contains(Measures)", run: "click" },
        { trigger: inMenu("Shoe size"), run: "click" },
        { trigger: ".o_graph_canvas_container canvas" },
        { trigger: ".o_switch_view.o_list", run: "click" },
        { content: "A chosen property is a column", trigger: ".o_list_view th:contains(Shoe size)" },
        {
            content: "the others wait in the menu",
            trigger: ".o_list_view thead:not(:has(th:contains(Motto)))",
        },
        { trigger: ".o_data_cell:contains(42)" },
        { content: "Sorting by it", trigger: ".o_list_view th:contains(Shoe size)", run: "click" },
        { trigger: ".o_data_row:first .o_data_cell:contains(41)" },
        { content: "Groups of another property", trigger: ".o_searchview_dropdown_toggler", run: "click" },
        {
            trigger: ".o_accordion_toggle:contains(Properties), .o_group_by_menu .o_menu_item:contains(Properties)",
            run: "click",
        },
        { trigger: ".o_group_by_menu .o_menu_item:contains(Level)", run: "click" },
        { content: "show the sum", trigger: ".o_group_header:contains(Gold) .o_list_number:contains(83)" },
    ],
});
