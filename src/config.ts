import { existsSync } from "node:fs";
import { z } from "zod";
import { isValidBic, isValidIban, normaliseIban } from "./banking/iban.ts";
import type { Debtor } from "./banking/pain001.ts";
import type { Imprint } from "./deps.ts";
import type { PaymentFileLimits } from "./domain/payment-file-room.ts";
import { isValidSiret } from "./domain/siret.ts";

/** Something the operator can correct: one sentence, no stack. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

const address = (protocols: readonly string[], sentence: string) =>
  z.string().refine((value) => protocols.includes(urlOf(value)?.protocol ?? ""), sentence);

const secret = (name: string) => z.string().min(32, `${name} needs at least 32 characters.`);

const whole = (least: number, most: number, sentence: string) =>
  z
    .string()
    .regex(/^\d+$/, sentence)
    .transform(Number)
    .refine((number) => number >= least && number <= most, sentence);

const VARIABLES = z.object({
  NODE_ENV: z
    .enum(["production", "development", "test"], "NODE_ENV must be production, development or test.")
    .optional(),
  DATABASE_URL: address(
    ["postgres:", "postgresql:"],
    "DATABASE_URL must be the address of a PostgreSQL, like postgres://user:password@host:5432/database.",
  ).optional(),
  DATABASE_POOL: whole(2, 200, "DATABASE_POOL must be a number of connections from 2 to 200.").optional(),
  REDIS_URL: address(
    ["redis:", "rediss:"],
    "REDIS_URL must be the address of a Redis, like redis://host:6379/0.",
  ).optional(),
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w-]{1,40}$/, "REDIS_PREFIX must be 1 to 40 letters, digits, hyphens or underscores.")
    .optional(),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(
      /^(sk|rk)_\w+$/,
      "STRIPE_SECRET_KEY must be a secret or restricted key of Stripe: it begins with sk_ or rk_.",
    )
    .optional(),
  STRIPE_WEBHOOK_SECRETS: z
    .string()
    .regex(
      /^whsec_[\w+/=-]+(\s*,\s*whsec_[\w+/=-]+)*$/,
      "STRIPE_WEBHOOK_SECRETS must be signing secrets of Stripe's webhooks, each beginning with whsec_, with commas between.",
    )
    .optional(),
  STRIPE_API_URL: address(
    ["http:", "https:"],
    "STRIPE_API_URL must be the address of a Stripe sandbox, like http://localhost:12111.",
  ).optional(),
  STRIPE_CHARGES_PER_SECOND: whole(
    1,
    100,
    "STRIPE_CHARGES_PER_SECOND must be a number of charges from 1 to 100, below your account’s limit at Stripe.",
  ).optional(),
  SMTP_URL: address(
    ["smtp:", "smtps:"],
    "SMTP_URL must be the address of a mail server, like smtps://user:password@host:465.",
  ).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/, "MAIL_FROM must be a sender, like Fonds <fonds@example.org>.")
    .optional(),
  BASE_URL: z
    .string()
    .refine(
      (value) => /^https?:\/\/[^/?#]+\/?$/.test(value) && urlOf(value) !== undefined,
      "BASE_URL must be the address people reach the service at, without a path, like https://fonds.example.org.",
    )
    .optional(),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, "HOST must be a name or an IP address to listen on, like 0.0.0.0.")
    .optional(),
  PORT: whole(0, 65_535, "PORT must be a number from 0 (any free port) to 65535.").optional(),
  TRUSTED_PROXIES: whole(
    0,
    10,
    "TRUSTED_PROXIES must be the number of proxies before the service, 0 to 10.",
  ).optional(),
  DATA_SECRET: secret("DATA_SECRET").optional(),
  AUTH_SECRET: secret("AUTH_SECRET").optional(),
  METRICS_TOKEN: z.string().min(16, "METRICS_TOKEN needs at least 16 characters.").optional(),
  DATA_DIR: z.string().optional(),
  LOG_LEVEL: z
    .enum(
      ["silent", "fatal", "error", "warn", "info", "debug", "trace"],
      "LOG_LEVEL must be silent, fatal, error, warn, info, debug or trace.",
    )
    .optional(),
  FUND_IBAN: z.string().refine(isValidIban, "FUND_IBAN must be the IBAN of the fund's own bank account.").optional(),
  FUND_BIC: z
    .string()
    .refine(isValidBic, "FUND_BIC must be the BIC of the fund's bank, of 8 or 11 characters.")
    .optional(),
  FUND_BANK_CUT_OFF_HOUR: whole(
    0,
    24,
    "FUND_BANK_CUT_OFF_HOUR must be an hour of the day in Paris, from 0 to 24.",
  ).optional(),
  FUND_PAYMENT_FILE_MAX_TRANSFERS: whole(
    1,
    10_000,
    "FUND_PAYMENT_FILE_MAX_TRANSFERS must be a number of transfers from 1 to 10000.",
  ).optional(),
  FUND_PAYMENT_FILE_MAX_EUROS: whole(
    1,
    1_000_000_000,
    "FUND_PAYMENT_FILE_MAX_EUROS must be a whole number of euros from 1 to 1000000000.",
  ).optional(),
  FUND_TOWN: z.string().max(35, "FUND_TOWN must be the town of the fund's seat, of at most 35 characters.").optional(),
  FUND_SIRET: z.string().refine(isValidSiret, "FUND_SIRET must be the fund's own SIRET: 14 digits.").optional(),
  FUND_ADDRESS: z
    .string()
    .max(200, "FUND_ADDRESS must be the postal address of the fund, at most 200 characters.")
    .optional(),
  FUND_EMAIL: z.email("FUND_EMAIL must be the e-mail address people write to the fund at.").optional(),
  FUND_PHONE: z
    .string()
    .regex(/^\+?[\d ().-]{6,25}$/, "FUND_PHONE must be the fund's telephone number.")
    .optional(),
  FUND_DIRECTOR: z
    .string()
    .max(100, "FUND_DIRECTOR must be the name of who answers for what is published, at most 100 characters.")
    .optional(),
  FUND_HOSTING: z
    .string()
    .max(200, "FUND_HOSTING must be the name and address of the hosting company, at most 200 characters.")
    .optional(),
  FUND_NAME: z.string().max(70, "FUND_NAME must be at most 70 characters.").optional(),
});

export type Environment = Readonly<Record<string, string | undefined>>;

export type Config = {
  readonly production: boolean;
  readonly databaseUrl: string | undefined;
  readonly databasePool: number;
  readonly redisUrl: string | undefined;
  readonly redisPrefix: string;
  readonly stripe: StripeConfig | undefined;
  /** How fast all processes together charge saved cards. */
  readonly chargesPerSecond: number;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  /** Without a trailing slash. */
  readonly baseUrl: string | undefined;
  readonly host: string;
  /** Undefined: 3000, or the next free one. */
  readonly port: number | undefined;
  readonly trustedProxies: number;
  readonly dataSecret: string | undefined;
  readonly authSecret: string | undefined;
  readonly metricsToken: string | undefined;
  readonly dataDir: string;
  readonly logLevel: string;
  readonly fundName: string;
  readonly bankAccount: Debtor;
  /** Hour in Paris from which the fund's bank takes a file for the next business day. */
  readonly bankCutOffHour: number;
  readonly paymentFileLimits: PaymentFileLimits;
  /** Of the fund, on the documents it gives out. */
  readonly fundSiret: string | undefined;
  readonly imprint: Imprint;
};

/** `apiUrl` is set where a sandbox stands for Stripe. */
export type StripeConfig = {
  readonly secretKey: string;
  readonly webhookSecrets: readonly string[];
  readonly apiUrl: string | undefined;
};

/** The environment, read once, with `.env` of the working folder for what it leaves out. */
export function readConfig(): Config {
  if (existsSync(".env")) process.loadEnvFile(".env");
  return parseConfig(process.env);
}

/** @throws ConfigurationError naming the first variable that is wrong, or all that production misses. */
export function parseConfig(environment: Environment): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = VARIABLES.safeParse(given);
  if (!parsed.success) throw new ConfigurationError(parsed.error.issues[0]?.message ?? "The configuration is wrong.");
  const v = parsed.data;
  const production = v.NODE_ENV === "production";
  if (production) refuseStandIns(v);
  const fundName = v.FUND_NAME ?? "Fonds de solidarité numérique";
  return {
    production,
    databaseUrl: v.DATABASE_URL,
    databasePool: v.DATABASE_POOL ?? 10,
    redisUrl: v.REDIS_URL,
    redisPrefix: v.REDIS_PREFIX ?? "solidarity-fund",
    stripe: stripeOf(v),
    // A charge is one or two requests; Stripe takes 100 a second, and 25 in test mode.
    chargesPerSecond: v.STRIPE_CHARGES_PER_SECOND ?? (v.STRIPE_SECRET_KEY?.includes("_live_") ? 40 : 10),
    smtpUrl: v.SMTP_URL,
    mailFrom: v.MAIL_FROM ?? "Fonds de solidarité <ne-pas-repondre@example.org>",
    baseUrl: v.BASE_URL?.replace(/\/$/, ""),
    host: v.HOST ?? (production ? "0.0.0.0" : "127.0.0.1"),
    port: v.PORT,
    trustedProxies: v.TRUSTED_PROXIES ?? 0,
    dataSecret: v.DATA_SECRET,
    authSecret: v.AUTH_SECRET,
    metricsToken: v.METRICS_TOKEN,
    dataDir: v.DATA_DIR ?? ".data",
    logLevel: v.LOG_LEVEL ?? (production ? "info" : "warn"),
    fundName,
    bankCutOffHour: v.FUND_BANK_CUT_OFF_HOUR ?? 15,
    paymentFileLimits: {
      maxTransfers: v.FUND_PAYMENT_FILE_MAX_TRANSFERS ?? 1_000,
      maxCents: BigInt(v.FUND_PAYMENT_FILE_MAX_EUROS ?? 1_000_000) * 100n,
    },
    bankAccount: {
      name: fundName,
      iban: normaliseIban(v.FUND_IBAN ?? EXAMPLE_IBAN),
      ...(v.FUND_BIC === undefined ? {} : { bic: v.FUND_BIC }),
      address: { town: v.FUND_TOWN ?? "Paris", country: "FR" },
    },
    fundSiret: v.FUND_SIRET ?? (production ? undefined : EXAMPLE_SIRET),
    imprint: {
      address: v.FUND_ADDRESS ?? "1 rue de l’Exemple, 75000 Paris",
      email: v.FUND_EMAIL ?? "contact@example.org",
      phone: v.FUND_PHONE,
      director: v.FUND_DIRECTOR ?? "Camille Exemple",
      hosting: v.FUND_HOSTING ?? "Hébergeur d’exemple, 2 rue de l’Exemple, 75000 Paris",
    },
  };
}

/** Of the French standard's documentation; belongs to nobody. The pretend bank keeps it. */
const EXAMPLE_IBAN = "FR7630006000011234567890189";
/** Its digits are right, and no unit bears it. */
const EXAMPLE_SIRET = "00000098700016";

type Variables = z.infer<typeof VARIABLES>;

function stripeOf(v: Variables): StripeConfig | undefined {
  if (v.STRIPE_SECRET_KEY === undefined && v.STRIPE_WEBHOOK_SECRETS === undefined) {
    if (v.STRIPE_API_URL === undefined) return undefined;
    throw new ConfigurationError("STRIPE_API_URL needs STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRETS beside it.");
  }
  if (v.STRIPE_SECRET_KEY === undefined) {
    throw new ConfigurationError("STRIPE_SECRET_KEY is missing: STRIPE_WEBHOOK_SECRETS is of no use without it.");
  }
  if (v.STRIPE_WEBHOOK_SECRETS === undefined) {
    throw new ConfigurationError("STRIPE_WEBHOOK_SECRETS is missing: without it no news of Stripe can be trusted.");
  }
  return {
    secretKey: v.STRIPE_SECRET_KEY,
    webhookSecrets: v.STRIPE_WEBHOOK_SECRETS.split(",").map((one) => one.trim()),
    apiUrl: v.STRIPE_API_URL?.replace(/\/$/, ""),
  };
}

const NEEDED_IN_PRODUCTION = [
  "DATABASE_URL",
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRETS",
  "SMTP_URL",
  "MAIL_FROM",
  "BASE_URL",
  "DATA_SECRET",
  "AUTH_SECRET",
  "FUND_NAME",
  "FUND_IBAN",
  "FUND_TOWN",
  "FUND_ADDRESS",
  "FUND_EMAIL",
  "FUND_DIRECTOR",
  "FUND_HOSTING",
] as const;

function refuseStandIns(v: Variables): void {
  const missing = NEEDED_IN_PRODUCTION.filter((name) => v[name] === undefined);
  if (missing.length > 0) {
    throw new ConfigurationError(`With NODE_ENV=production nothing stands in: set ${missing.join(", ")}.`);
  }
  const base = urlOf(v.BASE_URL ?? "");
  if (base?.protocol !== "https:" && !["localhost", "127.0.0.1", "[::1]"].includes(base?.hostname ?? "")) {
    throw new ConfigurationError("BASE_URL must begin with https:// when NODE_ENV=production.");
  }
}

function urlOf(value: string): URL | undefined {
  try {
    return new URL(value);
  } catch {
    return undefined;
  }
}
