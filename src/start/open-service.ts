import type { Logger } from "pino";
import type { Config } from "../config.ts";
import { connectDatabase } from "../db/client.ts";
import type { Deps } from "../deps.ts";
import { openQueues, type Queues } from "../jobs/queues.ts";
import { createMailer, type Mailer } from "../mail/mailer.ts";
import { createLog } from "../observability/log.ts";
import { createStripeGateway } from "../payments/stripe-gateway.ts";
import { createCipher } from "../security/cipher.ts";
import { seedCommunes } from "../territories/seed-communes.ts";
import { openFund, prepareTables, settleClock } from "./prepare-database.ts";
import type { Surroundings } from "./stand-ins.ts";
import type { Unwinding } from "./unwinding.ts";

export type Service = Deps & {
  readonly mailer: Mailer;
  readonly queues: Queues;
  readonly authSecret: string;
  /** Stripe's sandbox stands for Stripe: the clock may be moved, nothing is real. */
  readonly sandbox: boolean;
  readonly stripeUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly log: Logger;
};

/** Brings the database up to date and connects everything a web or worker process needs. */
export async function openService(
  config: Config,
  around: Surroundings,
  baseUrl: string,
  opened: Unwinding,
): Promise<Service> {
  const log = createLog(config.logLevel);
  await prepareTables(around.databaseUrl, around.redisUrl === undefined);
  const { db, close } = connectDatabase(around.databaseUrl, { poolSize: config.databasePool });
  await opened.add(close);
  const sandbox = around.stripe.apiUrl !== undefined && !config.production;
  await settleClock(db, sandbox);
  await seedCommunes(db);
  const queues = await openQueues({ ...around, redisPrefix: config.redisPrefix }, log);
  await opened.add(() => queues.close());
  const mailer = createMailer(db, config.smtpUrl, config.mailFrom);
  await opened.add(() => mailer.close());
  return {
    db,
    fundId: await openFund(db, config.fundName),
    gateway: createStripeGateway(around.stripe),
    cipher: createCipher(around.dataSecret),
    bankAccount: config.bankAccount,
    bankCutOffHour: config.bankCutOffHour,
    paymentFileLimits: config.paymentFileLimits,
    chargesPerSecond: config.chargesPerSecond,
    siret: config.fundSiret,
    imprint: config.imprint,
    baseUrl,
    log,
    mailer,
    queues,
    authSecret: around.authSecret,
    sandbox,
    stripeUrl: around.stripe.apiUrl,
    redisUrl: around.redisUrl,
  };
}
