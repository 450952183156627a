import Stripe from "stripe";
import { afterAll, beforeAll } from "vitest";
import type { PaymentGateway } from "../../src/payments/gateway.ts";
import { createStripeGateway } from "../../src/payments/stripe-gateway.ts";
import { type SandboxControls, sandboxControls } from "../../src/sandbox/stripe/client.ts";
import {
  type RunningStripeSandbox,
  type StripeSandboxOptions,
  startStripeSandbox,
} from "../../src/sandbox/stripe/index.ts";

export const TEST_SECRET_KEY = "sk_test_solidarity";
export const TEST_WEBHOOK_SECRET = "whsec_test_solidarity";

export type TestSandbox = {
  /** The product's own gateway, pointed at the sandbox. */
  readonly gateway: PaymentGateway;
  readonly sandbox: RunningStripeSandbox;
  /** The test controls: its clock, its banks, its failures. */
  readonly controls: SandboxControls;
  /** The bare SDK, for what only Stripe's dashboard would do. */
  readonly stripe: Stripe;
};

export type TestSandboxOptions = Omit<StripeSandboxOptions, "webhookEndpoints"> & {
  /** Asked when the sandbox starts: hooks that come before may have started its server. */
  readonly webhookUrl?: () => string;
};

/** One Stripe sandbox for this test file, closed after it. Call it at the top of the file. */
export function testSandbox(options: TestSandboxOptions = {}): TestSandbox {
  const started: { test?: TestSandbox } = {};

  beforeAll(async () => {
    started.test = await startTestSandbox(options);
  });

  afterAll(() => started.test?.sandbox.close());

  const ready = <K extends keyof TestSandbox>(key: K): TestSandbox[K] => {
    if (started.test === undefined) throw new Error("the sandbox is ready only inside tests and hooks");
    return started.test[key];
  };
  return {
    get gateway() {
      return ready("gateway");
    },
    get sandbox() {
      return ready("sandbox");
    },
    get controls() {
      return ready("controls");
    },
    get stripe() {
      return ready("stripe");
    },
  };
}

/** A sandbox whose statement nothing else has touched; close `sandbox` at the end. */
export async function startTestSandbox({ webhookUrl, ...options }: TestSandboxOptions = {}): Promise<TestSandbox> {
  const webhookEndpoints = webhookUrl === undefined ? [] : [{ url: webhookUrl(), secret: TEST_WEBHOOK_SECRET }];
  const sandbox = await startStripeSandbox({
    asyncDelayMs: 20,
    webhookRetryMs: [50, 50],
    ...options,
    webhookEndpoints,
  });
  const { port } = sandbox;
  return {
    sandbox,
    gateway: testGateway(sandbox.url),
    controls: sandboxControls(sandbox.url),
    stripe: new Stripe(TEST_SECRET_KEY, {
      host: "127.0.0.1",
      port,
      protocol: "http",
      telemetry: false,
      maxNetworkRetries: 0,
    }),
  };
}

export const testGateway = (apiUrl: string, more: { timeoutMs?: number; networkRetries?: number } = {}) =>
  createStripeGateway({
    secretKey: TEST_SECRET_KEY,
    webhookSecrets: [TEST_WEBHOOK_SECRET],
    apiUrl,
    networkRetries: 0,
    timeoutMs: 20_000,
    ...more,
  });
