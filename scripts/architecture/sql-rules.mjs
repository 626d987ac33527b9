import { areaOf, oneMachineSql, quotingCalls, testFile } from "./layers.mjs";

const at = (file, node, message) => ({ path: file.path, line: file.lineOf(node.start), message });

const statement =
  /^\s*(?:--.*\s*)*(?:select\b[\s\S]*\b(?:from|set_config|current_setting|count)\b|select\s+\d|insert\s+into\b|update\s+[\w."]+(?:\s+(?:as\s+)?\w+)?\s+set\b|delete\s+from\b|with\s+(?:recursive\s+)?\w+\s*(?:\([^)]*\)\s*)?as\b|merge\s+into\b|truncate\s+\w|(?:create|alter|drop)\s+(?:table|schema|role|index|unique|policy|database)\b|lock\s+table\b|set\s+local\b|copy\s+\w+\s*(?:\([^)]*\)\s*)?(?:from|to)\b)/i;

const writesSql = (file) => file.path.endsWith(".sql.ts") || areaOf(file.path) === "platform";

/** Texts that are a statement, with the interpolated expressions. A tagged template binds its values, so it has none. */
function* statements(file) {
  for (const entry of file.nodes) {
    const { node, parent } = entry;
    if (node.type === "Literal" && typeof node.value === "string" && statement.test(node.value))
      yield {
        entry,
        text: node.value,
        holes: [],
        joined: parent.node.type === "BinaryExpression" && parent.node.operator === "+" ? parent.node : undefined,
      };
    if (node.type !== "TemplateLiteral") continue;
    const pieces = node.quasis.map((quasi) => quasi.value.cooked ?? "");
    const text = pieces.join(" ? ");
    if (!statement.test(text)) continue;
    const holes =
      parent.node.type === "TaggedTemplateExpression"
        ? []
        : node.expressions.map((hole, place) => ({ hole, before: pieces[place] }));
    yield { entry, text, holes };
  }
}

/** SQL stands in *.sql.ts (and in platform/), so that a table's readers and writers can be found. */
export function* sqlPlaceRule(tree) {
  for (const file of tree.files) {
    if (areaOf(file.path) === undefined || testFile.test(file.path) || writesSql(file)) continue;
    for (const { entry } of statements(file)) yield at(file, entry.node, "SQL stands in *.sql.ts, not here");
  }
}

/** A value never becomes part of a query's text. Parameter numbers, constants of the file and quoted identifiers may. */
export function* builtSqlRule(tree) {
  for (const file of tree.files) {
    if (areaOf(file.path) === undefined || testFile.test(file.path)) continue;
    for (const { entry, holes, joined } of statements(file)) {
      for (const { hole, before } of holes)
        if (!before.endsWith("$") && !isFixedText(hole, entry))
          yield at(
            file,
            hole,
            `"${file.text.slice(hole.start, hole.end)}" is built into a query: pass it as a parameter`,
          );
      if (joined && !isFixedText(joined, entry))
        yield at(file, entry.node, "a query is joined from pieces: pass values as parameters");
    }
  }
}

/** Whether a text can only be what stands in this file, or went through a function that quotes. */
function isFixedText(node, scope) {
  switch (node.type) {
    case "Literal":
      return true;
    case "Identifier":
      return isFixedName(node.name, scope);
    case "TemplateLiteral":
      return node.expressions.every((hole) => isFixedText(hole, scope));
    case "BinaryExpression":
      return node.operator === "+" && isFixedText(node.left, scope) && isFixedText(node.right, scope);
    case "ConditionalExpression":
      return isFixedText(node.consequent, scope) && isFixedText(node.alternate, scope);
    case "ArrayExpression":
      return node.elements.every((item) => item && isFixedText(item, scope));
    case "ObjectExpression":
      return node.properties.every((one) => one.type === "Property" && isFixedText(one.value, scope));
    case "TSAsExpression":
    case "TSSatisfiesExpression":
      return isFixedText(node.expression, scope);
    case "MemberExpression":
      return isFixedText(node.object, scope);
    case "CallExpression":
      if (quotingCalls.includes(node.callee.name ?? node.callee.property?.name)) return true;
      return node.callee.property?.name === "join" && isFixedText(node.callee.object, scope);
    default:
      return false;
  }
}

function isFixedName(name, scope) {
  const constant = constantOf(name, scope);
  return Boolean(constant?.init) && isFixedText(constant.init, constant.scope);
}

/** The nearest declaration of a name, when it is a const; a parameter of that name hides it. */
function constantOf(name, scope) {
  for (let above = scope; above; above = above.parent) {
    const { node } = above;
    if (node.params?.some((parameter) => parameter.name === name || parameter.left?.name === name)) return undefined;
    const constant = constantsIn(node).find((one) => one.id.name === name);
    if (constant) return { init: constant.init, scope: above };
  }
  return undefined;
}

function constantsIn(node) {
  if (!Array.isArray(node.body)) return [];
  return node.body
    .map((item) => (item.type === "ExportNamedDeclaration" ? item.declaration : item))
    .filter((item) => item?.type === "VariableDeclaration" && item.kind === "const")
    .flatMap((item) => item.declarations);
}

/** A company's statements run the same on one machine and on many. */
export function* oneMachineRule(tree) {
  for (const file of tree.files) {
    const area = areaOf(file.path);
    if (area === undefined || area === "platform" || testFile.test(file.path)) continue;
    for (const { node, text } of texts(file))
      for (const [pattern, reason] of oneMachineSql) if (pattern.test(text)) yield at(file, node, reason);
  }
}

function* texts(file) {
  if (!file.path.endsWith(".sql.ts")) return;
  for (const { node } of file.nodes) {
    if (node.type === "Literal" && typeof node.value === "string") yield { node, text: node.value };
    if (node.type === "TemplateLiteral")
      yield { node, text: node.quasis.map((quasi) => quasi.value.cooked ?? "").join(" ? ") };
  }
}

const builderCalls = ["selectFrom", "insertInto", "updateTable", "deleteFrom", "innerJoin", "leftJoin", "mergeInto"];

/** Every statement names the company for each of its tables: row-level security is the second lock, not the first. */
export function* tenantSqlRule(tree) {
  if (tree.tenantTables.size === 0) return;
  const mention = tableMention(tree.tenantTables);
  for (const file of tree.files) {
    if (areaOf(file.path) === undefined || testFile.test(file.path)) continue;
    for (const { entry } of statements(file)) {
      const table = tableWithoutCompany(inlined(entry.node, entry).replace(/--.*$/gm, ""), mention);
      if (table) yield at(file, entry.node, `a statement on ${table} does not name its org_id`);
    }
    for (const entry of file.nodes) {
      const table = builderTable(entry.node);
      if (!table || !tree.tenantTables.has(table)) continue;
      const scope = enclosingFunction(entry);
      if (!/\borg_id\b|\borgId\b/.test(file.text.slice(scope.start, scope.end)))
        yield at(file, entry.node.callee.property, `a query on ${table} does not name org_id`);
    }
  }
}

const notAlias =
  "where|on|set|join|left|right|full|inner|cross|order|group|having|using|values|select|returning|for|limit|union|default|overriding|tablesample|natural|as";

function tableMention(tables) {
  const name = `(?:public\\.)?(${[...tables].join("|")})\\b`;
  return new RegExp(
    `\\b(?:from|join|into|update|using|only)\\s+${name}(?:\\s+as)?(?:\\s+(?!(?:${notAlias})\\b)([a-z_]\\w*))?`,
    "gi",
  );
}

/**
 * A table is accounted for by `alias.org_id`, or by an org_id without a prefix (`using (org_id, …)`, a subquery, an insert),
 * each of which counts for one table.
 */
function tableWithoutCompany(text, mention) {
  let spare = [...text.matchAll(/(?<![\w.])org_id\b/g)].length;
  for (const [, table, alias] of text.matchAll(mention)) {
    const qualified = new RegExp(`\\b(?:${table}${alias ? `|${alias}` : ""})\\.org_id\\b`, "i").test(text);
    if (qualified) continue;
    if (spare === 0) return table;
    spare -= 1;
  }
  return undefined;
}

/** The text of a statement with the constants of the file written out. */
function inlined(node, scope) {
  if (node.type === "Literal") return String(node.value);
  if (node.type === "TemplateLiteral")
    return node.quasis
      .map(
        (quasi, place) =>
          (quasi.value.cooked ?? "") + (node.expressions[place] ? inlined(node.expressions[place], scope) : ""),
      )
      .join("");
  if (node.type === "Identifier") {
    const constant = constantOf(node.name, scope);
    if (constant?.init) return inlined(constant.init, constant.scope);
  }
  return " ? ";
}

function builderTable(node) {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return undefined;
  if (!builderCalls.includes(node.callee.property.name)) return undefined;
  const first = node.arguments[0];
  return typeof first?.value === "string"
    ? first.value
        .split(/\s/)[0]
        .replace(/^public\./, "")
        .toLowerCase()
    : undefined;
}

function enclosingFunction(entry) {
  for (let above = entry; above; above = above.parent) if (/Function/.test(above.node.type)) return above.node;
  return entry.node;
}
