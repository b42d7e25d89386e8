import { patch } from "@web/core/utils/patch";
import { GraphModel } from "@web/views/graph/graph_model";
import { PivotModel } from "@web/views/pivot/pivot_model";
import { addTypedMeasures } from "../typed_measures";

patch(PivotModel.prototype, {
    async load(searchParams) {
        await addTypedMeasures(this, this.metaData.fields, this.metaData.resModel, searchParams.context);
        return super.load(searchParams);
    },
});

patch(GraphModel.prototype, {
    async load(searchParams) {
        await addTypedMeasures(this, this.metaData.fields, this.metaData.resModel, searchParams.context);
        return super.load(searchParams);
    },
});
