import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const DAY = ".o_date_item_cell:not(.o_out_of_range)";

function expectText(selector, text) {
    const found = [...document.querySelectorAll(selector)].map((element) => element.innerText.trim());
    if (found.join(" ") !== text) {
        throw new Error(`${selector} shows “${found.join(" ")}” instead of “${text}”`);
    }
}

/** Opens a new record, types a date in Persian digits, looks at the picker and saves. */
registry.category("web_tour.tours").add("crm_segments_jalali_form", {
    steps: () => [
        { trigger: ".o_field_widget[name=name] textarea, .o_field_widget[name=name] input", run: "edit مریم" },
        { trigger: ".nav-link[name=customer_club]", run: "click" },
        { trigger: ".o_field_widget[name=birthday] input", run: "click" },
        { trigger: ".o_field_widget[name=birthday] input", run: "edit ۱۴۰۵/۰۹/۰۲ && press Enter" },
        { trigger: ".o_field_widget[name=birthday] button:contains(1405/09/02)", run: "click" },
        {
            content: "The picker shows Azar 1405, which begins on a Sunday and has 30 days",
            trigger: ".o_datetime_picker .o_header_part:contains(آذر 1405)",
            run() {
                const days = [...document.querySelectorAll(DAY)];
                expectText(".o_datetime_picker .o_selected", "2");
                const cells = [...document.querySelectorAll(".o_date_item_cell")];
                if (days.length !== 30 || cells.indexOf(days[0]) !== 1 || days[29].innerText.trim() !== "30") {
                    throw new Error(`The grid is wrong: ${cells.map((cell) => cell.innerText)}`);
                }
            },
        },
        { trigger: ".o_datetime_picker .o_next", run: "click" },
        { trigger: ".o_datetime_picker .o_header_part:contains(دی 1405)" },
        { trigger: ".o_datetime_picker .o_previous", run: "click" },
        { trigger: ".o_datetime_picker .o_header_part:contains(آذر 1405)" },
        { trigger: `.o_datetime_picker ${DAY}:contains(/^2$/)`, run: "click" },
        ...stepUtils.saveForm(),
    ],
});

registry.category("web_tour.tours").add("crm_segments_jalali_list", {
    steps: () => [{ trigger: ".o_data_row td[name=birthday]:contains(1405/09/02)" }],
});

registry.category("web_tour.tours").add("crm_segments_gregorian_list", {
    steps: () => [{ trigger: ".o_data_row td[name=birthday]:contains(11/23/2026)" }],
});
