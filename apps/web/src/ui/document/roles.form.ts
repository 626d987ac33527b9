import type { DocumentForm, FormLine } from "./document.form.ts";

/** The first goods of an assembly are the product, the others its parts. */
export function withRoles(form: DocumentForm): DocumentForm {
  if (form.lines.every((line) => line.item === null || line.role !== null)) return form;
  let hasProduct = form.lines.some((line) => line.role === "product");
  const lines = form.lines.map((line): FormLine => {
    if (line.item === null || line.role !== null) return line;
    const role = hasProduct ? "part" : "product";
    hasProduct = true;
    return { ...line, role };
  });
  return { ...form, lines };
}

/** There is one product: whoever becomes it makes the one before a part. */
export function withRole(form: DocumentForm, lineKey: string, role: "product" | "part"): DocumentForm {
  const lines = form.lines.map((line): FormLine => {
    if (line.key === lineKey) return { ...line, role };
    return role === "product" && line.role === "product" ? { ...line, role: "part" } : line;
  });
  return { ...form, lines };
}

/** "成品", "c", "1" and "product" say the same. */
export function typedRole(text: string): "product" | "part" | null {
  const plain = text.normalize("NFKC").trim().toLowerCase();
  if (/^(成|c|1|product)/.test(plain)) return "product";
  return /^(配|p|2)/.test(plain) ? "part" : null;
}
