import { relative } from "node:path";
import { readConfig } from "./config.ts";
import { DEMO_PEOPLE } from "./start/demo-data.ts";
import { runUntilSignal } from "./start/run-until-signal.ts";
import { type Started, startEverything } from "./start/start-everything.ts";
import { startWeb } from "./start/start-web.ts";

const say = (line: string) => process.stdout.write(`${line}\n`);

await runUntilSignal(async (opened) => {
  const config = readConfig();
  if (process.argv.includes("--only=web")) say(`Web: ${await startWeb(config, opened)}`);
  else announce(await startEverything(config, opened));
});

function announce({ service, standIns }: Started): void {
  say(`Fonds de solidarité   ${service.baseUrl}`);
  say(`API                   ${service.baseUrl}/api/docs`);
  if (service.mailer.kind === "mailbox") say(`Boîte aux lettres     ${service.baseUrl}/boite-aux-lettres`);
  if (service.stripeUrl !== undefined) say(`Stripe (bac à sable)  ${service.stripeUrl}`);
  if (standIns?.databaseFolder !== undefined) say(`PostgreSQL 18         ${relative(".", standIns.databaseFolder)}`);
  say(`Jobs                  ${service.queues.kind === "redis" ? "Redis" : "PostgreSQL"}`);
  if (service.sandbox) {
    say("\nDemo sign-ins: give one of these addresses, the link arrives in the mailbox.");
    for (const { email, role } of DEMO_PEOPLE) say(`  ${email.padEnd(30)}${role.fr} (${role.en})`);
  }
  say("\nReady. Ctrl-C stops.");
}
