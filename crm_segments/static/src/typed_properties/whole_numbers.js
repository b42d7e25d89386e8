import { patch } from "@web/core/utils/patch";
import { PropertyValue } from "@web/views/fields/properties/property_value";
import { formatFloat } from "@web/views/fields/formatters";

patch(PropertyValue.prototype, {
    /** A number is shown with the decimals that it has: an age is 22, not 22.00. */
    get displayValue() {
        if (this.props.type === "float") {
            return formatFloat(this.props.value || 0, { trailingZeros: false });
        }
        return super.displayValue;
    },
});
