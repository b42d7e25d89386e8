import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { patch } from "@web/core/utils/patch";

/**
 * The till leaves out programs without native rules. A club gives its points by rules of its own, and its members can
 * still spend them: for the till its program is one that is always there.
 */
patch(PosOrder.prototype, {
    _programIsApplicable(program) {
        if (!program.is_club || program.rule_ids.length) {
            return super._programIsApplicable(program);
        }
        const always = new Proxy(program, {
            get: (target, name) => (name === "trigger" ? "club" : target[name]),
        });
        return super._programIsApplicable(always);
    },
});
