import { readSandboxConfig } from "./config.ts";
import { startStripeSandbox } from "./index.ts";

const defaultPort = 12_111;

type Config = ReturnType<typeof readSandboxConfig>;

/** The default port may be taken by another copy; a port asked for may not. */
async function startFrom(first: number, config: Config): ReturnType<typeof startStripeSandbox> {
  const { port, ...options } = config;
  try {
    return await startStripeSandbox({ ...options, port: first });
  } catch (error) {
    const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!taken || port !== undefined) throw error;
    return startFrom(first + 1, config);
  }
}

async function main(): Promise<void> {
  const config = readSandboxConfig(process.env);
  const sandbox = await startFrom(config.port ?? defaultPort, config);
  process.stdout.write(`Stripe sandbox: ${sandbox.url} (data in ${config.dataDir}, Ctrl-C stops)\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      sandbox.close().then(() => process.exit(0));
    });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`The Stripe sandbox can't start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
