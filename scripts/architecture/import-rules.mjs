import { areaOf, isKnownArea, maySee, restrictedPackages, testFile } from "./layers.mjs";

const at = (file, place, message) => ({ path: file.path, line: file.lineOf(place.start), message });

/** Imports point down; neighbours on one line do not see each other. */
export function* layerRule(tree) {
  for (const file of tree.files) {
    const from = areaOf(file.path);
    if (from === undefined) continue;
    if (!isKnownArea(from)) {
      yield {
        path: file.path,
        line: 1,
        message: `${from} is on no layer: give it a place in scripts/architecture/layers.mjs`,
      };
      continue;
    }
    for (const found of file.imports) {
      if (found.target === undefined) continue;
      const to = areaOf(found.target);
      if (to === undefined) {
        if (!testFile.test(file.path))
          yield at(file, found, `${from} imports ${found.target}, which is outside the product`);
      } else if (!maySee(from, to)) yield at(file, found, `${from} does not see ${to} (${found.specifier})`);
    }
  }
}

/** A module is entered by its index.ts, a package by its name. */
export function* faceRule(tree) {
  for (const file of tree.files) {
    const from = areaOf(file.path);
    if (from === undefined) continue;
    for (const found of file.imports) {
      const to = found.target && areaOf(found.target);
      if (!to || to === from) continue;
      if (found.target.startsWith("apps/server/src/modules/") && !found.target.endsWith("/index.ts"))
        yield at(file, found, `${to} is entered by its index.ts, not by ${found.specifier}`);
      if (found.target.startsWith("packages/") && found.specifier.startsWith("."))
        yield at(file, found, `${to} is imported by its package name, not by a path`);
    }
  }
}

/** No file reaches itself through its imports; type imports count, because a reader follows them too. */
export function* cycleRule(tree) {
  const targets = (path) => (tree.byPath.get(path)?.imports ?? []).filter((found) => tree.byPath.has(found.target));
  for (const component of strongComponents([...tree.byPath.keys()], (path) =>
    targets(path).map((found) => found.target),
  )) {
    const inside = new Set(component);
    const first = component.sort()[0];
    const loops = component.length > 1 || targets(first).some((found) => found.target === first);
    if (!loops) continue;
    const file = tree.byPath.get(first);
    const step = targets(first).find((found) => inside.has(found.target));
    yield at(
      file,
      step,
      `import cycle: ${shortestLoop(first, inside, (path) => targets(path).map((found) => found.target)).join(" → ")}`,
    );
  }
}

function strongComponents(paths, targetsOf) {
  const index = new Map();
  const low = new Map();
  const stack = [];
  const onStack = new Set();
  const components = [];
  const visit = (path) => {
    index.set(path, index.size);
    low.set(path, index.get(path));
    stack.push(path);
    onStack.add(path);
    for (const target of targetsOf(path)) {
      if (!index.has(target)) {
        visit(target);
        low.set(path, Math.min(low.get(path), low.get(target)));
      } else if (onStack.has(target)) low.set(path, Math.min(low.get(path), index.get(target)));
    }
    if (low.get(path) !== index.get(path)) return;
    const component = [];
    let member;
    do {
      member = stack.pop();
      onStack.delete(member);
      component.push(member);
    } while (member !== path);
    components.push(component);
  };
  for (const path of paths) if (!index.has(path)) visit(path);
  return components;
}

function shortestLoop(start, inside, targetsOf) {
  const queue = [[start]];
  const seen = new Set();
  while (queue.length > 0) {
    const way = queue.shift();
    for (const target of targetsOf(way.at(-1))) {
      if (target === start) return [...way, start];
      if (!inside.has(target) || seen.has(target)) continue;
      seen.add(target);
      queue.push([...way, target]);
    }
  }
  return [start];
}

/** The driver and the query builder stay where the transaction is made and where statements are written. */
export function* driverRule(tree) {
  for (const file of tree.files) {
    if (areaOf(file.path) === undefined || testFile.test(file.path)) continue;
    for (const found of file.imports)
      for (const rule of restrictedPackages) {
        if (found.specifier !== rule.name && !found.specifier.startsWith(`${rule.name}/`)) continue;
        if (rule.files.test(file.path) || (found.typeOnly && rule.types.test(file.path))) continue;
        yield at(
          file,
          found,
          `${rule.name} is not imported here: statements stand in *.sql.ts, connections in platform/`,
        );
      }
  }
}

/** core is pure TypeScript: it imports only itself. */
export function* coreImportRule(tree) {
  for (const file of tree.files) {
    if (areaOf(file.path) !== "core" || testFile.test(file.path)) continue;
    for (const found of file.imports)
      if (!found.specifier.startsWith("."))
        yield at(file, found, `core imports nothing but itself, not ${found.specifier}`);
  }
}
