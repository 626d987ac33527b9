/** Who may see whom, as data. The order of `layers` is the order of the rule: an import points down, or stays at home. */

export const layers = [
  ["main"],
  ["workplace", "dingtalk", "editions", "backup", "migration", "demo", "notices", "support", "integrations"],
  ["reporting"],
  ["purchasing", "sales", "inventory", "settlement", "accounting"],
  ["documents"],
  ["books"],
  ["identity", "catalog", "partners"],
  ["platform"],
  ["contract"],
  ["core"],
];

/** The web stands beside the server: it sees only what both sides agree on. */
export const webSees = ["contract", "core"];

/** Where an area lives. The first pattern that fits wins; its first group, when there is one, names the area. */
export const places = [
  [/^packages\/(core|contract)\/src\//, undefined],
  [/^apps\/server\/src\/(platform|books|documents)\//, undefined],
  [/^apps\/server\/src\/modules\/([^/]+)\//, undefined],
  [/^apps\/server\/src\/[^/]+$/, "main"],
  [/^apps\/web\/src\//, "web"],
];

export const workspacePackages = {
  "@zhangshi/core": "packages/core/src/index.ts",
  "@zhangshi/contract": "packages/contract/src/index.ts",
};

/** A package that only some files may import. `types` lists files that may import its types only. */
export const restrictedPackages = [
  { name: "pg", files: /^apps\/server\/src\/platform\//, types: /\.sql\.ts$/ },
  { name: "kysely", files: /^apps\/server\/src\/platform\/|\.sql\.ts$/, types: /\.sql\.ts$/ },
];

/** Names that say nothing. The first list is refused anywhere in a file's or folder's name, the second as the whole name. */
export const emptyWords = ["utils", "util", "helpers", "helper", "manager"];
export const emptyNames = ["common", "data", "info", "handle", "misc", "stuff"];

/** What core may not touch: clock, chance, network, process. */
export const impureNames = [
  "process",
  "fetch",
  "globalThis",
  "console",
  "performance",
  "crypto",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "require",
  "Buffer",
];
export const impureMembers = ["Date.now", "Math.random"];
export const impureConstructors = ["Date"];

/** The only calls whose result may stand inside a query text: each quotes what it is given, or makes a number of it. */
export const quotingCalls = ["quoteIdentifier", "quoteUuid", "escapeIdentifier", "escapeLiteral", "trunc"];

/** What does not survive the move of companies to several machines, and why. Allowed in platform/, which stays on one. */
export const oneMachineSql = [
  [/\bpg_(?:try_)?advisory_\w+/i, "an advisory lock belongs to one machine: lock a row"],
  [/^\s*(?:un)?listen\b|^\s*notify\b|\bpg_notify\b/i, "a notice reaches one machine: read the postings by cursor"],
  [
    /\bset_config\s*\(\s*'app\.org_id'/i,
    "set_config is not passed on to another machine: the transaction does it with set local",
  ],
  [
    /\b(?:gen_random_uuid|uuid_generate_v\d\w*|clock_timestamp|random)\s*\(/i,
    "each machine would give another value: pass it in",
  ],
  [/\bnextval\s*\(/i, "a sequence belongs to one machine and leaves gaps: take numbers from book_sequence"],
];

export const testFile = /\.test\.tsx?$|^tests\/|^bench\//;

const rank = new Map(layers.flatMap((areas, level) => areas.map((area) => [area, level])));

export function areaOf(path) {
  for (const [pattern, name] of places) {
    const match = pattern.exec(path);
    if (match) return name ?? match[1];
  }
  return undefined;
}

export function isKnownArea(area) {
  return area === "web" || rank.has(area);
}

export function maySee(from, to) {
  if (from === to) return true;
  if (from === "web") return webSees.includes(to);
  return rank.has(from) && rank.has(to) && rank.get(from) < rank.get(to);
}
