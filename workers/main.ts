import { readConfig } from "../src/config.ts";
import { runUntilSignal } from "../src/start/run-until-signal.ts";
import { startWorkersOnly } from "./start-workers-only.ts";

await runUntilSignal(async (opened) => {
  await startWorkersOnly(readConfig(), opened);
  process.stdout.write("Workers: ready. Ctrl-C stops.\n");
});
