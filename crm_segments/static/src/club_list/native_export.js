import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";

/**
 * Odoo's own export dialog, and its Export All button: a list that is too long to wait for is written in the background.
 * The server says so before the download begins.
 */
export const nativeExportService = {
    dependencies: ["notification", "orm"],
    start(env, { notification, orm }) {
        const original = download._download;
        download._download = async (options) => {
            if (options.url === "/web/export/xlsx" && options.data?.data) {
                const later = await orm.call("club.export.job", "request_native", [JSON.parse(options.data.data)]);
                if (later) {
                    notification.add(later, { type: "info" });
                    return "later.xlsx";
                }
            }
            return original(options);
        };
    },
};

registry.category("services").add("club_native_export", nativeExportService);
