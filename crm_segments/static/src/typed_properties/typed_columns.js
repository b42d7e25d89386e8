import { patch } from "@web/core/utils/patch";
import { ListRenderer } from "@web/views/list/list_renderer";

// Least widths, in pixels: a telephone number is not cut off, and a question above a number stays readable.
const WIDTHS = { char: [115], text: [180, 1200], float: [93, 170], integer: [93, 170] };

patch(ListRenderer.prototype, {
    /**
     * Properties chosen to be displayed ("Display in Cards" of the definition) are columns that show, not only columns
     * that can be switched on. Numbers have the decimals that they need, and texts such as telephone numbers find
     * their own direction.
     */
    getPropertyFieldColumns(column, list) {
        const columns = super.getPropertyFieldColumns(column, list);
        if (list.fields[column.name].typed) {
            for (const propertyColumn of columns) {
                const { type, view_in_cards } = list.fields[propertyColumn.name];
                if (WIDTHS[type]) {
                    propertyColumn.field = { ...propertyColumn.field, listViewWidth: WIDTHS[type] };
                }
                if (type === "float") {
                    propertyColumn.options = { ...propertyColumn.options, hide_trailing_zeros: true };
                } else if (type === "char") {
                    propertyColumn.attrs = { ...propertyColumn.attrs, class: "o_typed_text" };
                }
                if (view_in_cards) {
                    propertyColumn.optional = "show";
                }
            }
        }
        return columns;
    },
});
