import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parseSync } from "oxc-parser";
import { workspacePackages } from "./layers.mjs";

const roots = ["packages", "apps", "tests", "bench"];
const leftOut = new Set(["node_modules", "dist", "data", "coverage", "planted", "results"]);

/** Reads and parses every TypeScript file below `root` once; the rules only look. */
export function readTree(root) {
  const paths = roots.flatMap((folder) => [...walk(root, folder)]).sort();
  const files = paths.filter((path) => /\.tsx?$/.test(path)).map((path) => parseFile(root, path));
  return {
    root,
    paths,
    files,
    byPath: new Map(files.map((file) => [file.path, file])),
    tenantTables: tenantTables(root),
  };
}

function* walk(root, folder) {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    if (leftOut.has(entry.name) || entry.name.startsWith(".")) continue;
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* walk(root, path);
    else yield path;
  }
}

function parseFile(root, path) {
  const text = readFileSync(join(root, path), "utf8");
  const parsed = parseSync(path, text, { sourceType: "module" });
  if (parsed.errors.length > 0) throw new Error(`${path} cannot be read: ${parsed.errors[0].message}`);
  const nodes = [...nodesOf(parsed.program)];
  return {
    path,
    text,
    program: parsed.program,
    nodes,
    imports: importsOf(path, nodes),
    lineOf: (offset) => text.slice(0, offset).split("\n").length,
  };
}

/** Every node with its parents' chain, depth first. */
function* nodesOf(node, parent, key) {
  const entry = { node, parent, key };
  yield entry;
  for (const name of Object.keys(node)) {
    const child = node[name];
    if (Array.isArray(child)) {
      for (const item of child) if (item && typeof item.type === "string") yield* nodesOf(item, entry, name);
    } else if (child && typeof child.type === "string") yield* nodesOf(child, entry, name);
  }
}

function importsOf(path, nodes) {
  const found = [];
  for (const { node } of nodes) {
    const source = importSource(node);
    if (source === undefined) continue;
    found.push({
      specifier: source,
      start: node.start,
      typeOnly: isTypeOnly(node),
      target: resolve(path, source),
    });
  }
  return found;
}

function importSource(node) {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportAllDeclaration":
      return node.source.value;
    case "ExportNamedDeclaration":
      return node.source?.value;
    case "ImportExpression":
    case "TSImportType":
      return node.source?.value;
    default:
      return undefined;
  }
}

function isTypeOnly(node) {
  if (node.type === "TSImportType" || node.importKind === "type" || node.exportKind === "type") return true;
  return (
    node.type === "ImportDeclaration" &&
    node.specifiers.length > 0 &&
    node.specifiers.every((specifier) => specifier.importKind === "type")
  );
}

/** A path inside the tree, or undefined for what comes from npm or Node. */
function resolve(path, specifier) {
  if (specifier.startsWith("."))
    return posix.normalize(posix.join(posix.dirname(path), specifier)).replace(/\?.*$/, "");
  return workspacePackages[specifier];
}

/** The tables that belong to a company: those of schema public whose definition has an org_id. */
function tenantTables(root) {
  const tables = new Set();
  for (const path of walk(root, "database/migrations")) {
    if (!path.endsWith("/up.sql")) continue;
    const sql = readFileSync(join(root, path), "utf8").replace(/--.*$/gm, "");
    for (const [, name, body] of sql.matchAll(
      /create\s+table\s+(?:if\s+not\s+exists\s+)?(?:public\.)?(\w+)\s*\(([^;]*)/gi,
    ))
      if (/\borg_id\b/.test(body)) tables.add(name.toLowerCase());
  }
  return tables;
}
