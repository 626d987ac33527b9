import { createHash, randomBytes } from "node:crypto";
import { uuidv7 } from "uuidv7";

/** Time-ordered ids made by the program: no sequences, no round trip. */
export function newId(): string {
  return uuidv7();
}
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}
export function sha256(...parts: readonly (string | Buffer)[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}
