import { beforeEach, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import type { Letter } from "../../src/mail/mailer.ts";
import { TEMPLATES } from "../../src/mail/templates.ts";
import { pledgeUrl } from "../../src/pledges/access-token.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const sweep = worker("sweep");
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

type Asked = { readonly template: string; readonly subjectId: string };

/** The letters about how a campaign ended, once its deadline passed and every job ran. */
async function lettersAfterDeadline(): Promise<readonly Letter[]> {
  await runJobs(deps);
  await moveClock(database, sandbox, 31 * DAY);
  const asked: Asked[] = [];
  for (let round = 0; round < 3; round += 1) {
    await sweepCharges(deps, sweep);
    await sweepSettlements(deps, sweep);
    asked.push(...(await runJobs(deps)).map(({ data }) => data as Asked));
  }
  const outcomes = asked.filter(({ template }) => template === "pledge-ended" || template === "campaign-decided");
  const written = await Promise.all(outcomes.map(({ template, subjectId }) => TEMPLATES[template]?.(deps, subjectId)));
  return written.filter((letter) => letter !== undefined);
}

test("P4: of a campaign that failed each donor hears once that nothing is charged, and its holder how it ended", async () => {
  const campaign = await aCampaign(deps, "live", { goalCents: 20_000 });
  const pledges = [await aFirmPledge(deps, campaign.id, 5_000n), await aFirmPledge(deps, campaign.id, 6_000n)];

  const letters = await lettersAfterDeadline();

  const toDonors = letters.filter(({ to }) => to !== campaign.owner.email);
  expect(toDonors).toHaveLength(2);
  for (const { text } of toDonors) expect(text).toContain("rien n’est débité");
  for (const id of pledges) expect(toDonors.filter(({ text }) => text.includes(pledgeUrl(deps, id)))).toHaveLength(1);
  const toHolder = letters.filter(({ to }) => to === campaign.owner.email);
  expect(toHolder.map(({ subject }) => subject)).toEqual([expect.stringContaining("n’a pas abouti")]);
});

test("P5, D1: of a campaign that succeeded its holder hears what comes next, and no donor that nothing is charged", async () => {
  const campaign = await aCampaign(deps, "live", { goalCents: 5_000 });
  await aFirmPledge(deps, campaign.id, 5_000n);

  const letters = await lettersAfterDeadline();

  expect(letters.map(({ to, subject }) => [to, subject])).toEqual([
    [campaign.owner.email, expect.stringContaining("a réussi")],
  ]);
  expect(letters[0]?.text).toContain(`/mes-collectes/${campaign.id}`);
});
