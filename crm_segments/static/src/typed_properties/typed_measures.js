import { patch } from "@web/core/utils/patch";
import { RelationalModel } from "@web/model/relational_model/relational_model";
import { createPropertyActiveField } from "@web/model/relational_model/utils";
import { SearchModel } from "@web/search/search_model";

const NUMBERS = ["integer", "float", "monetary"];

/**
 * Add the numeric properties of typed fields to the fields that a view knows, with a sum as their aggregator. Views look
 * for measures among their fields before any record, and thus any property, is read.
 *
 * @param {Object} model a view's model
 * @param {Object} fields completed in place
 * @param {string} resModel
 * @param {Object} context
 */
export async function addTypedMeasures(model, fields, resModel, context) {
    const typed = Object.values(fields).filter((field) => field.type === "properties" && field.typed);
    if (!typed.length) {
        return;
    }
    model.typedMeasures ??= model.orm.call(resModel, "typed_property_measures", [], { context });
    for (const [name, measure] of Object.entries(await model.typedMeasures)) {
        fields[name] ??= {
            ...measure,
            relatedPropertyField: fields[name.split(".")[0]],
        };
        fields[name].aggregator = measure.aggregator;
        fields[name].view_in_cards = measure.view_in_cards;
    }
}

patch(RelationalModel.prototype, {
    /**
     * Groups of a list show sums, also while they are folded and none of their records is read.
     *
     * Not in `load`: that makes the empty root that controllers are rendered with, and makes it before it waits.
     */
    async _loadData(config, ...args) {
        const { activeFields, context, fields, fieldsToAggregate, groupBy, isMonoRecord, resModel } = config;
        if (!isMonoRecord && groupBy?.length) {
            await addTypedMeasures(this, fields, resModel, context);
            for (const name of Object.keys((await this.typedMeasures) || {})) {
                if (activeFields[name.split(".")[0]]) {
                    activeFields[name] ??= createPropertyActiveField(fields[name]);
                    if (!fieldsToAggregate.includes(name)) {
                        fieldsToAggregate.push(name);
                    }
                }
            }
        }
        return super._loadData(config, ...args);
    },
});

patch(SearchModel.prototype, {
    /** Opening the menu of groups describes the properties anew, and briefly: what views know about them stays. */
    async fillSearchViewItemsProperty() {
        const known = { ...this.searchViewFields };
        await super.fillSearchViewItemsProperty(...arguments);
        for (const [name, field] of Object.entries(this.searchViewFields)) {
            if (field.relatedPropertyField?.typed) {
                field.view_in_cards ??= known[name]?.view_in_cards;
                if (NUMBERS.includes(field.type)) {
                    field.aggregator ??= "sum";
                }
            }
        }
    },
});
