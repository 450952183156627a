import { join } from "node:path";
import type { Config, StripeConfig } from "../config.ts";
import { startEmbeddedPostgres } from "../sandbox/embedded-postgres.ts";
import { freePort } from "../sandbox/postgres/free-port.ts";
import { startStripeSandbox } from "../sandbox/stripe/index.ts";
import { keepPorts, readPorts } from "./ports.ts";
import { createDatabase } from "./prepare-database.ts";
import { makeSecrets } from "./secrets.ts";

/** Everything the service needs from outside, each given or stood in for. */
export type Surroundings = {
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  readonly stripe: StripeConfig;
  readonly dataSecret: string;
  readonly authSecret: string;
};

export type StandIns = Surroundings & {
  /** Where the data of the database that stands in lies. */
  readonly databaseFolder: string | undefined;
  stop(): Promise<void>;
};

const WEBHOOK_PATH = "/webhooks/stripe";

/**
 * Starts what the configuration leaves out, with its data in the folder that this process has locked. What is thrown
 * away at the end need not be forced to disk.
 */
export async function startStandIns(config: Config, webAddress: string, throwaway = false): Promise<StandIns> {
  const secrets = makeSecrets(config.dataDir);
  const ports = readPorts(config.dataDir);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    const database =
      config.databaseUrl === undefined ? await startDatabase(config.dataDir, ports.postgres, !throwaway) : undefined;
    if (database !== undefined) stops.push(database.stop);
    const sandbox =
      config.stripe === undefined ? await startSandbox(config.dataDir, ports.stripe, webAddress) : undefined;
    if (sandbox !== undefined) stops.push(() => sandbox.close());
    keepPorts(config.dataDir, { postgres: database?.port ?? ports.postgres, stripe: sandbox?.port ?? ports.stripe });
    return {
      databaseUrl: config.databaseUrl ?? database?.url("fund") ?? "",
      redisUrl: config.redisUrl,
      stripe: config.stripe ?? {
        secretKey: secrets.stripeKey,
        webhookSecrets: [secrets.stripeWebhookSecret],
        apiUrl: sandbox?.url,
      },
      dataSecret: config.dataSecret ?? secrets.dataSecret,
      authSecret: config.authSecret ?? secrets.authSecret,
      databaseFolder: database?.data,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startDatabase(dataDir: string, port: number | undefined, fsync: boolean) {
  const server = await startEmbeddedPostgres(join(dataDir, "postgres"), {
    fsync,
    ...(port === undefined ? {} : { port }),
  });
  await createDatabase(server.url("postgres"), "fund");
  return server;
}

async function startSandbox(dataDir: string, port: number | undefined, webAddress: string) {
  const secrets = makeSecrets(dataDir);
  return startStripeSandbox({
    port: await freePort(port),
    dataDir: join(dataDir, "stripe-sandbox"),
    apiKey: secrets.stripeKey,
    webhookEndpoints: [{ url: `${webAddress}${WEBHOOK_PATH}`, secret: secrets.stripeWebhookSecret }],
  });
}
