import { coreImportRule, cycleRule, driverRule, faceRule, layerRule } from "./import-rules.mjs";
import { builtSqlRule, oneMachineRule, sqlPlaceRule, tenantSqlRule } from "./sql-rules.mjs";
import { readTree } from "./source-tree.mjs";
import { defaultExportRule, fileNameRule, purityRule, routeRule } from "./text-rules.mjs";

/** Each rule has a planted violation in tests/architecture/planted/<name>. */
export const rules = {
  layers: layerRule,
  "module-face": faceRule,
  cycles: cycleRule,
  driver: driverRule,
  "core-imports": coreImportRule,
  "core-purity": purityRule,
  "sql-place": sqlPlaceRule,
  "built-sql": builtSqlRule,
  "tenant-sql": tenantSqlRule,
  "one-machine-sql": oneMachineRule,
  "default-exports": defaultExportRule,
  "file-names": fileNameRule,
  routes: routeRule,
};

export function violationsOf(root) {
  const tree = readTree(root);
  const found = Object.entries(rules).flatMap(([rule, check]) =>
    [...check(tree)].map((violation) => ({ rule, ...violation })),
  );
  return { files: tree.files.length, violations: found };
}
