import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** A pad to sign on with finger, pen or mouse. What is drawn goes into a hidden control as a picture. */
export class FormSignature extends Interaction {
    static selector = ".o_loyalty_signature";
    dynamicContent = {
        canvas: {
            "t-on-pointerdown": this.onDown,
            "t-on-pointermove": this.onMove,
            "t-on-pointerup": this.onUp,
            "t-on-pointercancel": this.onUp,
        },
        ".o_loyalty_signature_clear": { "t-on-click": this.clear },
    };

    start() {
        this.control = this.el.querySelector("input[type=hidden]");
        this.canvas = this.el.querySelector("canvas");
        this.pen = this.canvas.getContext("2d");
        Object.assign(this.pen, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: "#1a1a1a" });
        this.canvas.style.touchAction = "none";
        this.el.querySelector(".o_loyalty_signature_pad").classList.remove("d-none");
        if (this.control.value) {
            const image = new Image();
            image.onload = () => this.pen.drawImage(image, 0, 0, this.canvas.width, this.canvas.height);
            image.src = this.control.value;
        }
    }

    place(ev) {
        const box = this.canvas.getBoundingClientRect();
        return [
            ((ev.clientX - box.left) * this.canvas.width) / box.width,
            ((ev.clientY - box.top) * this.canvas.height) / box.height,
        ];
    }

    onDown(ev) {
        this.drawing = true;
        this.canvas.setPointerCapture(ev.pointerId);
        this.pen.beginPath();
        this.pen.moveTo(...this.place(ev));
    }

    onMove(ev) {
        if (this.drawing) {
            this.pen.lineTo(...this.place(ev));
            this.pen.stroke();
        }
    }

    onUp() {
        if (this.drawing) {
            this.drawing = false;
            this.control.value = this.canvas.toDataURL("image/png");
        }
    }

    clear() {
        this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
        this.control.value = "";
    }
}

/** More lines of a list without loading the page again. */
export class FormList extends Interaction {
    static selector = ".o_loyalty_list";
    dynamicContent = { ".o_loyalty_list_add": { "t-on-click.prevent": this.add } };

    add() {
        const rows = this.el.querySelectorAll(".o_loyalty_list_row");
        const row = rows[rows.length - 1].cloneNode(true);
        for (const control of row.querySelectorAll("input")) {
            control.value = "";
        }
        rows[rows.length - 1].after(row);
        row.querySelector("input").focus();
        if (rows.length + 1 >= Number(this.el.dataset.most)) {
            this.el.querySelector(".o_loyalty_list_add").remove();
        }
    }
}

registry.category("public.interactions").add("loyalty_forms.form_signature", FormSignature);
registry.category("public.interactions").add("loyalty_forms.form_list", FormList);
