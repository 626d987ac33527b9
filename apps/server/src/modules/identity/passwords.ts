import { hash, verify } from "@node-rs/argon2";

/** argon2id; 19 MiB and two passes are OWASP's floor. Off the main thread. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFC"), cost);
}

let decoy: Promise<string> | undefined;
/** An unknown name costs as much time as a wrong password, so that names cannot be guessed by the clock. */
export async function passwordMatches(passwordHash: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword("nobody has this password");
  const matches = await verify(passwordHash ?? (await decoy), password.normalize("NFC"));
  return matches && passwordHash !== undefined;
}
