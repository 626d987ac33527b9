import { createHash } from "node:crypto";
import { z } from "zod";

export const hash = [createHash, z];
