import { describe, expect, test } from "vitest";
import { ConfigurationError, parseConfig } from "../../src/config.ts";

const PRODUCTION = {
  NODE_ENV: "production",
  DATABASE_URL: "postgres://fund:secret@db.internal/fund",
  STRIPE_SECRET_KEY: "sk_live_abc",
  STRIPE_WEBHOOK_SECRETS: "whsec_one, whsec_two",
  SMTP_URL: "smtps://mail.example.org",
  MAIL_FROM: "Fonds <fonds@example.org>",
  BASE_URL: "https://fonds.example.org/",
  DATA_SECRET: "d".repeat(32),
  AUTH_SECRET: "a".repeat(32),
  FUND_NAME: "Fonds",
  FUND_IBAN: "FR76 3000 6000 0112 3456 7890 189",
  FUND_TOWN: "Mende",
  FUND_ADDRESS: "1 place de la Mairie, 48000 Mende",
  FUND_EMAIL: "contact@fonds.example",
  FUND_DIRECTOR: "Dominique Martin",
  FUND_HOSTING: "Hébergeur, 3 rue du Port, 35000 Rennes",
};

const refusal = (environment: Record<string, string>): string => {
  try {
    parseConfig(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return "accepted";
};

test("with nothing set everything stands in, on this machine only", () => {
  expect(parseConfig({})).toMatchObject({
    production: false,
    databaseUrl: undefined,
    stripe: undefined,
    smtpUrl: undefined,
    host: "127.0.0.1",
    port: undefined,
    dataDir: ".data",
  });
});

test("an empty value counts as not set", () => {
  expect(parseConfig({ DATABASE_URL: "", PORT: "" })).toEqual(parseConfig({}));
});

test("production is complete with its variables, and listens to everyone", () => {
  expect(parseConfig(PRODUCTION)).toMatchObject({
    production: true,
    baseUrl: "https://fonds.example.org",
    host: "0.0.0.0",
    stripe: { secretKey: "sk_live_abc", webhookSecrets: ["whsec_one", "whsec_two"], apiUrl: undefined },
    bankAccount: { name: "Fonds", iban: "FR7630006000011234567890189", address: { town: "Mende", country: "FR" } },
  });
});

const NEEDED = Object.keys(PRODUCTION).filter((name) => name !== "NODE_ENV" && !name.startsWith("STRIPE"));

test.each(NEEDED)("production without %s is refused by a sentence that names it", (name) => {
  expect(refusal({ ...PRODUCTION, [name]: "" })).toBe(`With NODE_ENV=production nothing stands in: set ${name}.`);
});

test("production with nothing names all it misses at once", () => {
  const sentence = refusal({ NODE_ENV: "production" });

  for (const name of Object.keys(PRODUCTION).slice(1)) expect(sentence).toContain(name);
});

describe("a wrong value is refused by one sentence that names its variable", () => {
  test.each([
    ["NODE_ENV", "prod"],
    ["DATABASE_URL", "mysql://host/fund"],
    ["DATABASE_URL", "somewhere"],
    ["DATABASE_POOL", "1"],
    ["REDIS_URL", "http://localhost:6379"],
    ["REDIS_PREFIX", "a:b"],
    ["STRIPE_SECRET_KEY", "pk_test_123"],
    ["STRIPE_WEBHOOK_SECRETS", "whsec_a;whsec_b"],
    ["STRIPE_API_URL", "localhost:12111"],
    ["SMTP_URL", "mail.example.org"],
    ["MAIL_FROM", "the fund"],
    ["MAIL_FROM", "a@example.org\nBcc: b@example.org"],
    ["BASE_URL", "fonds.example.org"],
    ["BASE_URL", "https://fonds.example.org/path"],
    ["HOST", "every where"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "3000.5"],
    ["TRUSTED_PROXIES", "all"],
    ["DATA_SECRET", "short"],
    ["AUTH_SECRET", "short"],
    ["METRICS_TOKEN", "short"],
    ["LOG_LEVEL", "loud"],
    ["FUND_IBAN", "FR7630006000011234567890188"],
    ["FUND_BIC", "ABC"],
    ["FUND_NAME", "x".repeat(71)],
    ["FUND_TOWN", "x".repeat(36)],
    ["FUND_ADDRESS", "x".repeat(201)],
    ["FUND_EMAIL", "contact"],
    ["FUND_PHONE", "call me"],
  ])("%s=%s", (name, value) => {
    const sentence = refusal({ [name]: value });

    expect(sentence).toMatch(new RegExp(`^${name} [^\\n]+\\.$`));
  });

  test.each([
    ["STRIPE_WEBHOOK_SECRETS", { STRIPE_SECRET_KEY: "sk_test_1" }],
    ["STRIPE_SECRET_KEY", { STRIPE_WEBHOOK_SECRETS: "whsec_1" }],
    ["STRIPE_API_URL", { STRIPE_API_URL: "http://localhost:12111" }],
    ["BASE_URL", { ...PRODUCTION, BASE_URL: "http://fonds.example.org" }],
  ])("%s beside what it does not fit", (name, environment) => {
    expect(refusal(environment)).toMatch(new RegExp(`^${name} [^\\n]+\\.$`));
  });
});
