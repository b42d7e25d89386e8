import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_segments.home_tour", {
    steps: () => [
        { content: "The newest customer is shown", trigger: ".o_club_home_newest:contains(Newest of all)" },
        { content: "The life cycle too", trigger: ".o_club_home_lifecycle" },
        { content: "A tag opens its customers", trigger: ".o_club_tag:contains(Reads everything)", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(Newest of all)" },
        { trigger: ".o_breadcrumb .breadcrumb-item a:contains(Home), .o_back_button", run: "click" },
        {
            content: "A number opens its customers",
            trigger: ".o_club_home_figure:contains(New in 7 days)",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains(Newest of all)" },
    ],
});
