import { patch } from "@web/core/utils/patch";
import { ListRenderer } from "@web/views/list/list_renderer";

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
