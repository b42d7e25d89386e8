import { registry } from "@web/core/registry";

const inMenu = (text) => `.o-dropdown--menu .o_menu_item:contains(${text})`;

registry.category("web_tour.tours").add("loyalty_forms.entries_tour", {
    steps: () => [
        { content: "From the form to its entries", trigger: "button[name=action_view_entries]", run: "click" },
        { content: "Its answers are columns", trigger: ".o_list_view th:contains(Amount)" },
        { trigger: ".o_list_view th:contains(Level)" },
        { content: "Sorted by an answer", trigger: ".o_list_view th:contains(Amount)", run: "click" },
        { trigger: ".o_data_row:first:contains(=1+1)" },
        {
            content: "An empty one is last, not first",
            trigger: ".o_data_row:last:contains(Mina)",
        },
        { content: "Anything is found", trigger: ".o_searchview_input", run: "edit کیان" },
        { trigger: ".o_searchview_autocomplete .o-dropdown-item:contains(Anything)", run: "click" },
        { trigger: ".o_list_view:not(:has(.o_data_row:contains(Mina))) .o_data_row:contains(كيان)" },
        { trigger: ".o_facet_remove:last", run: "click" },
        { trigger: ".o_switch_view.o_pivot", run: "click" },
        { trigger: ".o_pivot_view button:contains(Measures)", run: "click" },
        { content: "A number that the form asks is a measure", trigger: inMenu("Amount"), run: "click" },
        { content: "and is summed", trigger: ".o_pivot_cell_value:contains(51)" },
        { trigger: ".o_switch_view.o_list", run: "click" },
        { content: "One of them", trigger: ".o_data_row:contains(كيان) .o_data_cell:first", run: "click" },
        { trigger: "button[name=action_reply]", run: "click" },
        { trigger: ".modal .o_field_widget[name=sms_text] textarea", run: "edit Dear {{name}}" },
        { trigger: ".modal .o_field_widget[name=channel] label:contains(SMS)", run: "click" },
        { content: "What the sender will read", trigger: ".modal .o_field_widget[name=preview]:contains(Dear كيان)" },
        { trigger: ".modal button[name=action_send]", run: "click" },
        { content: "It is on the thread", trigger: "button[name=action_view_messages]:contains(1)" },
    ],
});
