import { patch } from "@web/core/utils/patch";
import { ListRenderer } from "@web/views/list/list_renderer";

patch(ListRenderer.prototype, {
    /**
     * Properties chosen to be displayed ("Display in Cards" of the definition) are columns that show, not only columns
     * that can be switched on.
     */
    getPropertyFieldColumns(column, list) {
        const columns = super.getPropertyFieldColumns(column, list);
        if (list.fields[column.name].typed) {
            for (const propertyColumn of columns) {
                if (list.fields[propertyColumn.name].view_in_cards) {
                    propertyColumn.optional = "show";
                }
            }
        }
        return columns;
    },
});
