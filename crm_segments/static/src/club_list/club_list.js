import { _t } from "@web/core/l10n/translation";
import { download } from "@web/core/network/download";
import { evaluateBooleanExpr } from "@web/core/py_js/py";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";
import { useState } from "@odoo/owl";

/**
 * A list with an Excel button: what is filtered and sorted, with the columns that are visible; of selected records
 * only those.
 */
export class ClubListController extends ListController {
    setup() {
        super.setup();
        this.excel = useState({ running: false });
        this.orm = useService("orm");
        this.notification = useService("notification");
    }

    get excelColumns() {
        const root = this.model.root;
        const columns = [];
        for (const column of this.props.archInfo.columns) {
            if (column.type !== "field" || column.widget === "handle") {
                continue;
            }
            if (evaluateBooleanExpr(column.column_invisible, this.props.context)) {
                continue;
            }
            const field = this.props.fields[column.name];
            if (field.type === "properties") {
                // custom fields are columns of their own, hidden unless chosen
                for (const custom of Object.values(root.fields)) {
                    if (
                        custom.relatedPropertyField?.name === column.name &&
                        custom.type !== "separator" &&
                        this.optionalActiveFields[custom.name]
                    ) {
                        columns.push({ name: custom.name, label: custom.string });
                    }
                }
            } else if (!column.optional || this.optionalActiveFields[column.name]) {
                if (field.type !== "binary") {
                    columns.push({ name: column.name, label: column.label || field.string });
                }
            }
        }
        return columns;
    }

    async onExportExcel() {
        if (this.excel.running) {
            return;
        }
        this.excel.running = true;
        const root = this.model.root;
        const selected = !root.isDomainSelected && root.selection.length;
        const request = {
            model: root.resModel,
            columns: this.excelColumns,
            domain: root.domain,
            order: root.orderBy.map((o) => `${o.name} ${o.asc ? "ASC" : "DESC"}`).join(", "),
            ids: selected ? root.selection.map((record) => record.resId) : false,
            title: this.env.config.getDisplayName(),
        };
        try {
            const later = await this.orm.call("club.export.job", "request_file", [], {
                ...request,
                context: root.context,
            });
            if (later) {
                this.notification.add(later, { type: "info" });
            } else {
                await download({
                    url: "/club/export/xlsx",
                    data: { data: JSON.stringify({ ...request, context: root.context }) },
                });
            }
        } finally {
            this.excel.running = false;
        }
    }

    getStaticActionMenuItems() {
        return {
            ...super.getStaticActionMenuItems(),
            club_excel: {
                isAvailable: () => this.isExportEnable,
                sequence: 5,
                icon: "fa fa-file-excel-o",
                description: _t("Excel"),
                callback: () => this.onExportExcel(),
            },
        };
    }
}

export const clubListView = {
    ...listView,
    Controller: ClubListController,
    buttonTemplate: "crm_segments.ClubList.Buttons",
};

registry.category("views").add("club_list", clubListView);
