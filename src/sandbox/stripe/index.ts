import type { AddressInfo } from "node:net";
import { createSandboxServer } from "./http/server.ts";
import { replaceStartEndpoints } from "./resources/webhook-endpoints.ts";
import { Sandbox } from "./sandbox.ts";

export interface StripeSandboxOptions {
  /** 0, the default: any free port. */
  readonly port?: number;
  readonly host?: string;
  /** The address in links to the hosted pages; by default the server's own. */
  readonly publicUrl?: string;
  /** Where the sandbox remembers everything between starts; without it: in memory only. */
  readonly dataDir?: string;
  /** The one accepted secret key; by default every `sk_test_…`. */
  readonly apiKey?: string;
  /** Replace the endpoints of an earlier start. */
  readonly webhookEndpoints?: readonly { readonly url: string; readonly secret: string; readonly connect?: boolean }[];
  /** Between a charge and its balance transaction, and the like. Default 100. */
  readonly asyncDelayMs?: number;
  /** Waits before each further delivery of a webhook. Default 0.5, 1, 2, 4 and 8 seconds. */
  readonly webhookRetryMs?: readonly number[];
}

export interface RunningStripeSandbox {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Starts a server that speaks Stripe's HTTP API well enough for the real SDK; see README.md beside this file. */
export async function startStripeSandbox(options: StripeSandboxOptions = {}): Promise<RunningStripeSandbox> {
  const host = options.host ?? "127.0.0.1";
  const settings = {
    publicUrl: options.publicUrl ?? "",
    apiKey: options.apiKey ?? null,
    asyncDelayMs: options.asyncDelayMs ?? 100,
    webhookRetryMs: options.webhookRetryMs ?? [500, 1_000, 2_000, 4_000, 8_000],
  };
  const sandbox = new Sandbox(settings, options.dataDir);
  const server = createSandboxServer(sandbox);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://${host}:${port}`;
  if (settings.publicUrl === "") settings.publicUrl = url;
  replaceStartEndpoints(sandbox.context(""), options.webhookEndpoints ?? []);
  sandbox.resume();
  return {
    url,
    port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await sandbox.stop();
    },
  };
}
