// The tools may live outside the repository (NODE_MODULES_HOME), where a plain import would not find them.
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const home = process.env.NODE_MODULES_HOME ?? path.join(import.meta.dirname, "node_modules");
const resolve = createRequire(path.join(home, "..", "package.json")).resolve;
const load = async (name) => (await import(pathToFileURL(resolve(name)))).default;

const js = await load("@eslint/js");
const globals = await load("globals");

export default [
    { ignores: ["**/static/lib/**"] },
    js.configs.recommended,
    {
        files: ["*/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "module",
            globals: { ...globals.browser, odoo: "readonly", luxon: "readonly" },
        },
        rules: { "prefer-const": "error", "no-var": "error", eqeqeq: "error", "no-console": "error" },
    },
];
