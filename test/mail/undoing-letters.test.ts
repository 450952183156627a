import { beforeEach, expect, test } from "vitest";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import type { Letter } from "../../src/mail/mailer.ts";
import { TEMPLATES } from "../../src/mail/templates.ts";
import { backfillPot } from "../../src/matching/backfill-pot.ts";
import { fundPot } from "../../src/matching/fund-pot.ts";
import { revokeMatches } from "../../src/matching/revoke-match.ts";
import { accessToken, pledgeUrl } from "../../src/pledges/access-token.ts";
import { refuseRefund } from "../../src/refunds/answer-request.ts";
import { askRefund } from "../../src/refunds/ask-refund.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { KEEP, refund } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

async function letterOf(template: string, subjectId: string): Promise<Letter | undefined> {
  const write = TEMPLATES[template] ?? expect.fail(`no letter ${template}`);
  return write(deps, subjectId);
}

async function aMatchedGift(fundedCents: bigint) {
  const pot = await aMatchingPot(deps, fundedCents, { backfill: true });
  const { id } = await aCampaign(deps, "live", KEEP);
  return { ...pot, pledgeId: await aFirmPledge(deps, id, 5_000n) };
}

const plain = (text: string | undefined) => text?.replaceAll(/\s/g, " ");

test("a match taken back is told with the reason that was given, and the gift itself stands", async () => {
  const { pledgeId } = await aMatchedGift(10_000n);
  const administrator = await aUser(deps.db, { staffRoles: ["administrator"] });
  await revokeMatches(deps, administrator, { kind: "pledge", pledgeId }, "Le lieu est hors du département");

  const letter = await letterOf("match-lowered", pledgeId);

  expect(letter?.subject).toContain("a baissé");
  expect(plain(letter?.text)).toContain(
    "est maintenant de 0 € : ce don ne remplit pas les conditions du partenaire (Le lieu est hors du département). Votre don lui-même ne change pas.",
  );
  expect(letter?.text).toContain(pledgeUrl(deps, pledgeId));
});

test("M11: a gift that freed money fills up is told how much matches it now", async () => {
  const { pledgeId, potId } = await aMatchedGift(1_000n);
  const funding = { potId, amountCents: cents(9_000n), source: "bank", reference: `more-${potId}` } as const;
  await inTransaction(deps.db, (tx) => fundPot(tx, deps, worker("test"), funding));
  await backfillPot(deps, worker("test"), potId);

  const letter = await letterOf("match-raised", pledgeId);

  expect(plain(letter?.text)).toContain("est maintenant abondé de 50 €");
});

test("F3: a refused refund is told with its reason; a paid one with what went back in all", async () => {
  const { pledgeId } = await aMatchedGift(10_000n);
  const token = accessToken(deps.cipher, pledgeId);
  const requestId = await askRefund(deps, { kind: "guest" }, { pledgeId, token, reason: "Erreur." });
  const officer = await aUser(deps.db, { staffRoles: ["case_officer"] });
  await refuseRefund(deps, officer, { requestId, reason: "La machine est commandée." });

  const refused = await letterOf("refund-refused", requestId);
  await refund(deps, pledgeId, 1_000n);
  await refund(deps, pledgeId, 500n);
  const returned = await letterOf("gift-returned", pledgeId);

  expect(plain(refused?.text)).toContain(": La machine est commandée.");
  expect(plain(returned?.text)).toContain("rendu en tout 15 € de votre don de 50 €");
});
