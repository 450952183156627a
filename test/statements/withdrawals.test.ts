import { expect, test } from "vitest";
import { fundNow } from "../../src/db/clock.ts";
import { worker } from "../../src/domain/actor.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { replayMatching } from "../../src/matching/replay-matching.ts";
import { cancelWithdrawal } from "../../src/pots/end-withdrawal.ts";
import { monthOf } from "../../src/statements/months.ts";
import { readStatement } from "../../src/statements/read-statement.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { anOrderedWithdrawal, aPot, askBack } from "../support/pots.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { KEEP, refund } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();

test("M2, M10: withdrawals and refunds stand on the statement as they stand in the ledger, and the replay sees them", async () => {
  const deps = await testDeps(database.db, sandbox.gateway);
  const pot = await aPot(deps, 50_000n);
  const campaign = await aCampaign(deps, "live", KEEP);
  const gift = await aFirmPledge(deps, campaign.id, 9_000n);
  await anOrderedWithdrawal(deps, pot, 10_000n);
  const given = await askBack(deps, pot, 4_000n);
  await cancelWithdrawal(deps, pot.owner, { ...given, reason: "Erreur" });
  await askBack(deps, pot, 3_000n);
  await refund(deps, gift, 2_000n);
  await aFirmPledge(deps, campaign.id, 1_000n, { email: "after@example.org" });

  const month = monthOf(await fundNow(deps.db));
  const { pots } = await readStatement(deps, worker("test"), { agreementId: pot.agreementId, month });

  expect(pots[0]).toMatchObject({
    moves: { withdrawal_requested: 17_000n, withdrawal_ended: 4_000n, withdrawal_out: 10_000n, reversed: 2_000n },
    closing: { remainingCents: 29_000n, withdrawingCents: 13_000n, committedCents: 8_000n, accountCents: 32_000n },
    ledger: { closingCents: 32_000n },
  });
  expect((await replayMatching(deps)).findings).toEqual([]);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});
