import pg from "pg";
import { type Proof, prove } from "../../apps/server/src/books/prove.ts";

/** The owner of the database, past every policy; days stay days, as the program reads them. */
export async function connectAsOwner(config: pg.ClientConfig): Promise<pg.Client> {
  const owner = new pg.Client({ ...config, types: { getTypeParser } as pg.CustomTypesConfig });
  await owner.connect();
  return owner;
}
function getTypeParser(oid: number, format?: "text" | "binary") {
  return oid === 1082 ? (text: string) => text : pg.types.getTypeParser(oid, format as "text");
}

/** Tampers as the owner of the database, proves, and takes it back. No check of the database holds the hand. */
export async function proofAfter(owner: pg.Client, orgId: string, ...statements: readonly string[]): Promise<Proof> {
  await owner.query("begin");
  try {
    await owner.query("set local session_replication_role = replica");
    for (const statement of statements) {
      const { rowCount } = await owner.query(statement.replaceAll(":org", owner.escapeLiteral(orgId)));
      if (rowCount === 0) throw new Error(`nothing was tampered with: ${statement}`);
    }
    return await prove({
      orgId,
      query: async (query) =>
        (await owner.query({ text: query.text, values: [...(query.values ?? [])] })).rows as never,
    });
  } finally {
    await owner.query("rollback");
  }
}

type Checked = {
  readonly checks: readonly {
    readonly id: string;
    readonly passed: boolean;
    readonly findings: readonly { readonly text: string }[];
  }[];
};
export function failedIds(proof: Checked): readonly string[] {
  return proof.checks.filter((check) => !check.passed).map((check) => check.id);
}
export function findings(proof: Checked): string {
  return proof.checks.flatMap((check) => check.findings.map((finding) => finding.text)).join("\n");
}
