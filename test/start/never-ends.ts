import { runUntilSignal } from "../../src/start/run-until-signal.ts";

await runUntilSignal(async (opened) => {
  await opened.add(() => {
    process.stdout.write("Closing.\n");
    return new Promise(() => setInterval(() => {}, 1000));
  });
  setInterval(() => {}, 1000);
  process.stdout.write("Ready.\n");
});
