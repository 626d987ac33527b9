/** Rights; a route names one, a role gives a set. */
export const permissions = [
  "catalog.read",
  "catalog.write",
  "partners.read",
  "partners.write",
  "purchase.read",
  "purchase.write",
  "purchase.approve",
  "sales.read",
  "sales.write",
  "sales.approve",
  "stock.read",
  "cost.read",
  "accounting.read",
  "period.close",
  "period.reopen",
  "settlement.read",
  "report.read",
  "proof.run",
  "import.run",
  "users.manage",
  "company.manage",
] as const;
export type Permission = (typeof permissions)[number];

export const roles = ["owner", "admin", "clerk", "buyer", "storekeeper", "bookkeeper"] as const;
export type Role = (typeof roles)[number];

/** 老板 管理员 开单员 采购 仓管 会计. Cost is a right of its own, because a visible purchase price is a breach for an owner (P39). */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  owner: permissions,
  admin: permissions,
  clerk: [
    "catalog.read",
    "partners.read",
    "partners.write",
    "sales.read",
    "sales.write",
    "sales.approve",
    "stock.read",
  ],
  buyer: [
    "catalog.read",
    "catalog.write",
    "partners.read",
    "partners.write",
    "purchase.read",
    "purchase.write",
    "purchase.approve",
    "stock.read",
    "cost.read",
  ],
  storekeeper: ["catalog.read", "partners.read", "purchase.read", "sales.read", "stock.read"],
  bookkeeper: [
    "catalog.read",
    "partners.read",
    "partners.write",
    "purchase.read",
    "sales.read",
    "stock.read",
    "cost.read",
    "accounting.read",
    "period.close",
    "settlement.read",
    "report.read",
    "proof.run",
  ],
};
