import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { dayOf } from "../../src/campaigns/paris-days.ts";
import { pledges } from "../../src/db/schema/pledges.ts";
import { receiptSummaries } from "../../src/db/schema/receipts.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { TEMPLATES } from "../../src/mail/templates.ts";
import { accessToken } from "../../src/pledges/access-token.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { announceReceipts } from "../../src/receipts/announce-receipts.ts";
import { giveIdentity } from "../../src/receipts/give-identity.ts";
import { identityBody } from "../../src/receipts/identity-form.ts";
import { parisYear } from "../../src/receipts/paris-year.ts";
import { yearOfGifts } from "../../src/receipts/year-of-gifts.ts";
import { yearPdf } from "../../src/receipts/year-pdf.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock, moveClockTo } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { pdfText } from "../support/pdf-text.ts";
import { aFirmPledge, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const robot = worker("test");
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

/** Two gifts of a campaign that succeeded, by two addresses; the first donor gave a name. */
async function aYear() {
  const { id } = await aCampaign(deps, "live", { goalCents: 5_000 });
  const named = await aFirmPledge(deps, id, 10_000n);
  const unnamed = await aFirmPledge(deps, id, 3_000n);
  await moveClock(database, sandbox, 31 * DAY);
  for (let round = 0; round < 3; round += 1) {
    await sweepCharges(deps, robot);
    await sweepSettlements(deps, robot);
    await runJobs(deps);
  }
  const identity = identityBody.parse({
    kind: "person",
    givenName: "Solène",
    familyName: "Vaugrenard",
    address: "1 rue des Lavandières",
    postcode: "23200",
    town: "Aubusson",
  });
  const token = accessToken(deps.cipher, named);
  await giveIdentity(deps, { kind: "guest" }, { pledgeId: named, token, identity, declinesReward: false });
  await runJobs(deps);
  const { capturedAt } = await thePledge(deps, named);
  const year = Number(dayOf(capturedAt ?? new Date()).slice(0, 4));
  return { named, unnamed, year };
}

const announced = () => deps.db.select().from(receiptSummaries).where(sql`${receiptSummaries.fundId} = ${deps.fundId}`);

test("T3: in January each donor of the year gets one letter, with the total to declare or the reason for none", async () => {
  const { named, unnamed, year } = await aYear();
  const january = new Date(parisYear(year + 1).startsAt.getTime() + 12 * DAY * 1_000);
  await moveClockTo(database, sandbox, january);

  await Promise.all([announceReceipts(deps, robot), announceReceipts(deps, robot)]);
  await announceReceipts(deps, robot);

  const rows = await announced();
  expect(rows.map(({ pledgeId }) => pledgeId).toSorted()).toEqual([named, unnamed].toSorted());
  expect(rows.every((row) => row.year === year)).toBe(true);
  const withReceipt = await TEMPLATES["receipts-of-year"]?.(deps, `${year}/${named}`);
  const without = await TEMPLATES["receipts-of-year"]?.(deps, `${year}/${unnamed}`);
  expect(withReceipt?.text).toContain("100\u00a0€");
  expect(withReceipt?.text).toContain(`/mes-recus/${year}`);
  expect(without?.text).toContain("indiquez votre nom et votre adresse");
});

test("T2: before the tenth of January nobody is written to", async () => {
  const { year } = await aYear();
  await moveClockTo(database, sandbox, new Date(parisYear(year + 2).startsAt.getTime() + 4 * DAY * 1_000));

  await announceReceipts(deps, robot);

  expect(await announced()).toEqual([]);
});

test("T3: a donor's year lists each gift with its receipt or why there is none, and adds up on paper", async () => {
  const { named, unnamed, year } = await aYear();

  const own = await yearOfGifts(deps.db, deps.fundId, sql`${pledges.id} in (${named}, ${unnamed})`, year);

  expect(own.gifts.find(({ pledgeId }) => pledgeId === unnamed)).toMatchObject({
    receipt: null,
    noReceipt: "no_identity",
  });
  expect(own.totalCents).toBe(10_000n);
  const pieces: Uint8Array[] = [];
  for await (const piece of yearPdf(own, { issuer: "Fonds de test", language: "fr", printedAt: new Date() }))
    pieces.push(piece);
  const text = pdfText(Buffer.concat(pieces));
  expect(text).toContain(`capitulatif des reçus fiscaux de ${year}`);
  expect(text).toContain(own.receipts[0]?.reference);
});
