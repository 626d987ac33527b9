import { areaOf, emptyNames, emptyWords, impureConstructors, impureMembers, impureNames, testFile } from "./layers.mjs";

const at = (file, node, message) => ({ path: file.path, line: file.lineOf(node.start), message });

/** core knows no clock, no chance, no network and no process: they are arguments. */
export function* purityRule(tree) {
  for (const file of tree.files) {
    if (areaOf(file.path) !== "core" || testFile.test(file.path)) continue;
    for (const entry of file.nodes) {
      const name = impurity(entry);
      if (name) yield at(file, entry.node, `core does not use ${name}: pass the value in`);
    }
  }
}

function impurity({ node, parent, key }) {
  if (node.type === "NewExpression" && impureConstructors.includes(node.callee.name))
    return `new ${node.callee.name}()`;
  if (node.type === "MemberExpression" && !node.computed) {
    const member = `${node.object.name}.${node.property.name}`;
    if (impureMembers.includes(member)) return member;
  }
  if (node.type !== "Identifier" || !impureNames.includes(node.name)) return undefined;
  const isName = (key === "property" || key === "key") && !parent.node.computed;
  return isName || parent.node.type.startsWith("TS") ? undefined : node.name;
}

/** A thing has one name, given where it is defined. */
export function* defaultExportRule(tree) {
  for (const file of tree.files) {
    if (file.path.endsWith(".config.ts")) continue;
    for (const { node } of file.nodes) {
      const isDefault =
        node.type === "ExportDefaultDeclaration" ||
        (node.type === "ExportSpecifier" && (node.exported.name ?? node.exported.value) === "default");
      if (isDefault) yield at(file, node, "no default exports: a thing has one name");
    }
  }
}

/** A file's name says what is inside. */
export function* fileNameRule(tree) {
  for (const path of tree.paths) {
    const names = path.split("/").map((part) => part.split(".")[0].toLowerCase());
    const empty = names.find(
      (name) => emptyNames.includes(name) || name.split("-").some((word) => emptyWords.includes(word)),
    );
    if (empty) yield { path, line: 1, message: `"${empty}" says nothing: name the file by what is inside` };
  }
}

/** Every route says who may call it: a right by name, "signed-in" or "public", and never past the compiler with a cast. */
export function* routeRule(tree) {
  for (const { file, node, made, properties } of contractObjects(tree)) {
    if (!made && !(properties.has("method") && properties.has("path"))) continue;
    const path = properties.get("path") ?? node;
    const name = file.text.slice(path.start, path.end);
    if (!made) yield at(file, node, `${name} is not made by route(): it escapes the table`);
    if (!saysWho(properties.get("permission")))
      yield at(file, node, `${name} does not say who may call it: permission, "signed-in" or "public"`);
  }
}

function* contractObjects(tree) {
  for (const file of tree.files) {
    if (areaOf(file.path) !== "contract" || !file.path.endsWith(".contract.ts")) continue;
    for (const { node, parent } of file.nodes) {
      if (node.type !== "ObjectExpression") continue;
      const made = parent.node.type === "CallExpression" && parent.node.callee.name === "route";
      yield { file, node, made, properties: propertiesOf(node) };
    }
  }
}

function propertiesOf(node) {
  const named = node.properties.filter((property) => property.type === "Property");
  return new Map(named.map((property) => [property.key.name ?? property.key.value, property.value]));
}

function saysWho(permission) {
  if (permission?.type === "Literal") return typeof permission.value === "string" && permission.value !== "";
  return permission?.type === "MemberExpression";
}
