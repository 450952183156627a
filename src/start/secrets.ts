import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const SECRETS = z.object({
  dataSecret: z.string().min(32),
  authSecret: z.string().min(32),
  stripeKey: z.string(),
  stripeWebhookSecret: z.string(),
});

/** What development makes up once and keeps; production is given its own by configuration. */
export type Secrets = z.infer<typeof SECRETS>;

const fileIn = (dataDir: string) => join(dataDir, "secret");

export function readSecrets(dataDir: string): Secrets | undefined {
  let text: string;
  try {
    text = readFileSync(fileIn(dataDir), "utf8");
  } catch {
    return undefined;
  }
  return SECRETS.parse(JSON.parse(text));
}

/** Made at the first call, by whoever holds the folder's lock. */
export function makeSecrets(dataDir: string): Secrets {
  const known = readSecrets(dataDir);
  if (known !== undefined) return known;
  const random = () => randomBytes(32).toString("base64url");
  const alphanumeric = () => randomBytes(16).toString("hex");
  mkdirSync(dataDir, { recursive: true });
  const half = `${fileIn(dataDir)}.new`;
  const secrets: Secrets = {
    dataSecret: random(),
    authSecret: random(),
    stripeKey: `sk_test_${alphanumeric()}`,
    stripeWebhookSecret: `whsec_${alphanumeric()}`,
  };
  writeFileSync(half, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(half, fileIn(dataDir));
  return secrets;
}
