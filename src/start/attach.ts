import { type Config, ConfigurationError } from "../config.ts";
import { readRunning } from "./running.ts";
import { readSecrets } from "./secrets.ts";
import type { Surroundings } from "./stand-ins.ts";

/**
 * What a half of the service works with: its configuration, and for what that leaves out the stand-ins of the
 * `npm start` that runs in this folder.
 * @throws ConfigurationError naming what is neither given nor running
 */
export function attach(config: Config): Surroundings & { readonly baseUrl: string } {
  const running = config.production ? undefined : readRunning(config.dataDir);
  const secrets = config.production ? undefined : readSecrets(config.dataDir);
  const found = {
    DATABASE_URL: config.databaseUrl ?? running?.databaseUrl,
    STRIPE_SECRET_KEY: config.stripe ?? running?.stripe,
    DATA_SECRET: config.dataSecret ?? secrets?.dataSecret,
    AUTH_SECRET: config.authSecret ?? secrets?.authSecret,
    BASE_URL: config.baseUrl ?? running?.baseUrl,
  };
  const { DATABASE_URL, STRIPE_SECRET_KEY, DATA_SECRET, AUTH_SECRET, BASE_URL } = found;
  if (!DATABASE_URL || !STRIPE_SECRET_KEY || !DATA_SECRET || !AUTH_SECRET || !BASE_URL) {
    const missing = Object.entries(found).flatMap(([name, value]) => (value === undefined ? [name] : []));
    throw new ConfigurationError(
      `Set ${missing.join(", ")}, or run npm start in this folder first: its stand-ins then serve here too.`,
    );
  }
  return {
    databaseUrl: DATABASE_URL,
    redisUrl: config.redisUrl ?? running?.redisUrl,
    stripe: { ...STRIPE_SECRET_KEY, apiUrl: STRIPE_SECRET_KEY.apiUrl },
    dataSecret: DATA_SECRET,
    authSecret: AUTH_SECRET,
    baseUrl: BASE_URL,
  };
}
