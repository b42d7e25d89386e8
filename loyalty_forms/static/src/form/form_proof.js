import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

import { sha256 } from "./sha256";

const AT_ONCE = 1500;
const WORKER = "/loyalty_forms/static/src/worker/proof_worker.js";

/**
 * Proof of work by the ALTCHA protocol: a worker finds the number of the page's task while the visitor fills in the form;
 * where there is no worker, the page does it in small portions. Who is faster than that waits a moment when he sends it.
 * Without JavaScript the server asks for the security text instead.
 */
export class FormProof extends Interaction {
    static selector = ".o_loyalty_proof";

    setup() {
        this.form = this.el.closest("form");
        this.task = JSON.parse(this.el.dataset.task);
        this.control = this.el.querySelector("input");
        this.status = this.el.querySelector("[role=status]");
        this.number = 0;
        this.waiting = null;
    }

    start() {
        this.addListener(this.form, "submit", this.onSubmit);
        try {
            this.worker = new Worker(WORKER, { type: "module" });
        } catch {
            return this.portion();
        }
        this.worker.onmessage = ({ data }) => {
            this.number = data ?? this.task.maxNumber + 1;
            if (data !== null) {
                this.found();
            }
        };
        this.worker.onerror = () => {
            this.worker = null;
            this.portion();
        };
        this.worker.postMessage(this.task);
    }

    destroy() {
        this.worker?.terminate();
    }

    portion() {
        const { salt, challenge, maxNumber } = this.task;
        const end = Math.min(this.number + AT_ONCE, maxNumber + 1);
        for (; this.number < end; this.number++) {
            if (sha256(salt + this.number) === challenge) {
                return this.found();
            }
        }
        if (this.number <= maxNumber) {
            this.waitForTimeout(() => this.portion(), 0);
        }
    }

    found() {
        this.el.dataset.solvedBy = this.worker ? "worker" : "page";
        const { algorithm, challenge, salt, signature } = this.task;
        this.control.value = btoa(JSON.stringify({ algorithm, challenge, number: this.number, salt, signature }));
        this.status.classList.add("d-none");
        if (this.waiting) {
            this.form.requestSubmit(this.waiting.submitter);
        }
    }

    onSubmit(ev) {
        const turnsPage = ev.submitter?.name === "back" || ev.submitter?.name === "add_line";
        if (!this.control.value && !turnsPage && this.number <= this.task.maxNumber) {
            ev.preventDefault();
            this.waiting = { submitter: ev.submitter };
            this.status.classList.remove("d-none");
        }
    }
}

registry.category("public.interactions").add("loyalty_forms.form_proof", FormProof);
