import { z } from "zod";

const schema = z.object({
  STRIPE_SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  STRIPE_SANDBOX_DATA: z.string().min(1).default(".data/stripe-sandbox"),
  STRIPE_SANDBOX_WEBHOOK_URL: z.url().optional(),
  STRIPE_SANDBOX_WEBHOOK_SECRET: z.string().min(1).optional(),
});

/** The environment of the sandbox started on its own. @throws with the variable's name where a value is wrong. */
export function readSandboxConfig(environment: NodeJS.ProcessEnv) {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`${issue?.path.join(".")}: ${issue?.message}`);
  }
  const given = parsed.data;
  const { STRIPE_SANDBOX_WEBHOOK_URL: url, STRIPE_SANDBOX_WEBHOOK_SECRET: secret } = given;
  return {
    port: given.STRIPE_SANDBOX_PORT,
    dataDir: given.STRIPE_SANDBOX_DATA,
    webhookEndpoints: url === undefined || secret === undefined ? [] : [{ url, secret }],
  };
}
