import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const without = (view, name) => `${view}:not(:has(:contains(${name})))`;

tours.add("loyalty_sms.unknown_list_tour", {
    steps: () => [
        { content: "What is known of it", trigger: ".o_data_row:contains(Ali) td[name=evidence]:contains(گزارش)" },
        { trigger: ".o_data_row:contains(Ali) td[name=why]:contains(Read timed out)" },
        { content: "One is decided", trigger: ".o_data_row:contains(Ali) button[name=action_mark_sent]", run: "click" },
        { trigger: without(".o_list_renderer", "Ali") },
        { content: "All others at once", trigger: "thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_control_panel button[name=action_mark_sent]", run: "click" },
        { content: "Nothing is left", trigger: ".o_view_nocontent" },
    ],
});

tours.add("loyalty_sms.unknown_phone_tour", {
    steps: () => [
        { content: "Cards on a phone", trigger: ".o_kanban_record:contains(Ali):contains(گزارش)" },
        { trigger: ".o_kanban_record:contains(Ali) button[name=action_send_again]", run: "click" },
        { content: "It may arrive twice", trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { trigger: without(".o_kanban_renderer", "Ali") },
    ],
});
