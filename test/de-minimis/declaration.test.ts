import { beforeEach, expect, test } from "vitest";
import { dayOf } from "../../src/campaigns/paris-days.ts";
import { fundNow } from "../../src/db/clock.ts";
import { declareAid } from "../../src/de-minimis/declare-aid.ts";
import type { Deps } from "../../src/deps.ts";
import { plusDays, plusMonths } from "../../src/domain/calendar.ts";
import { changeTerms } from "../../src/grants/change-terms.ts";
import { DEFAULT_TEMPLATE } from "../../src/grants/default-template.ts";
import { readAgreement } from "../../src/grants/read-agreement.ts";
import { signGrantAgreement } from "../../src/grants/sign-grant-agreement.ts";
import { writeTemplate } from "../../src/grants/write-template.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aGrant, aStaffMember, race, signBoth, theGrant } from "../support/grants.ts";

const database = testDatabase();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db);
});

const anUnsignedGrant = (amountCents = 100_000n) => aGrant(database, deps, amountCents, { isSigned: false });

async function sign({ grantId, owner }: Awaited<ReturnType<typeof anUnsignedGrant>>, agreesToCommitment = true) {
  const { hash } = await readAgreement(deps.db, deps, grantId);
  return await signGrantAgreement(deps, owner, { grantId, agreementHash: hash, agreesToCommitment });
}

test("D3: nobody signs before public aid is declared, nor without the republican commitment", async () => {
  const grant = await anUnsignedGrant();
  await expect(sign(grant)).rejects.toMatchObject({ type: "de-minimis-declaration-missing" });
  await declareAid(deps, grant.owner, { grantId: grant.grantId, hasEconomicActivity: false, aids: [] });

  await expect(sign(grant, false)).rejects.toMatchObject({ fields: [{ field: "agreesToCommitment" }] });
  await sign(grant);

  expect(await theGrant(deps, grant.grantId)).toMatchObject({ commitmentAgreedBy: grant.owner.userId });
});

test("de minimis: equal to the ceiling is signed, a cent above is refused with the figure; older aid does not count", async () => {
  const grant = await anUnsignedGrant(100_000n);
  const today = dayOf(await fundNow(deps.db));
  const declare = (amountCents: bigint, grantedOn = today) =>
    declareAid(deps, grant.owner, {
      grantId: grant.grantId,
      hasEconomicActivity: true,
      aids: [{ granter: "Région", amountCents, grantedOn }],
    });
  await declare(29_900_001n);
  await expect(sign(grant)).rejects.toMatchObject({
    type: "de-minimis-exceeded",
    text: { fr: expect.stringMatching(/300\s000,01\s€/) },
  });
  await declare(29_900_001n, plusMonths(today, -36));
  expect((await readAgreement(deps.db, deps, grant.grantId)).deMinimis.verdict).toMatchObject({ kind: "within" });
  await declare(29_900_000n);

  expect(await sign(grant)).toMatchObject({ kind: "signed" });
});

test("de minimis: aid received between the grant and its agreement counts, whatever fell out of the three years meanwhile", async () => {
  const grant = await anUnsignedGrant(100_000n);
  const granted = dayOf(await fundNow(deps.db));
  await moveClock(database, undefined, 10 * DAY);
  const declare = (grantedOn: string) =>
    declareAid(deps, grant.owner, {
      grantId: grant.grantId,
      hasEconomicActivity: true,
      aids: [{ granter: "Région", amountCents: 29_900_001n, grantedOn }],
    });

  await declare(plusDays(granted, 5));
  await expect(sign(grant)).rejects.toMatchObject({ type: "de-minimis-exceeded" });
  await declare(plusDays(plusMonths(granted, -36), 5));
  expect(await sign(grant)).toMatchObject({ kind: "signed" });
});

test("only the holder's owner declares, not of days to come, and not after both have signed", async () => {
  const grant = await anUnsignedGrant();
  const tomorrow = plusDays(dayOf(await fundNow(deps.db)), 1);
  const aids = [{ granter: "Région", amountCents: 100n, grantedOn: tomorrow }];
  const { grantId, owner, organisationId } = grant;
  const member = await aUser(deps.db, { memberships: [{ organisationId, role: "member" }] });
  const nothing = { grantId, hasEconomicActivity: false, aids: [] };

  await expect(declareAid(deps, owner, { ...nothing, hasEconomicActivity: true, aids })).rejects.toMatchObject({
    fields: [{ field: "aids.0.grantedOn" }],
  });
  await expect(declareAid(deps, member, nothing)).rejects.toMatchObject({ status: 403 });
  await expect(declareAid(deps, await aUser(deps.db), nothing)).rejects.toMatchObject({ status: 404 });
  await signBoth(deps, grant);
  await expect(declareAid(deps, owner, nothing)).rejects.toMatchObject({ type: "agreement-complete" });
});

test("D3: a new version of the wording serves new grants; those that exist keep theirs, what is signed stays readable", async () => {
  const administrator = await aStaffMember(deps, "administrator");
  const before = await anUnsignedGrant();
  await signBoth(deps, before);
  const signed = await readAgreement(deps.db, deps, before.grantId);
  const next = {
    baseVersion: 0,
    bodyFr: `${DEFAULT_TEMPLATE.fr}\n\nArticle de plus.`,
    bodyEn: `${DEFAULT_TEMPLATE.en}\n\nOne more article.`,
  };

  const { done, refused } = await race([
    writeTemplate(deps, administrator, next),
    writeTemplate(deps, administrator, next),
  ]);

  expect([done, refused]).toEqual([[{ version: 1 }], ["template-changed"]]);
  const after = await anUnsignedGrant();
  expect((await readAgreement(deps.db, deps, after.grantId)).paragraphs.at(-1)?.fr).toBe("Article de plus.");
  expect((await readAgreement(deps.db, deps, before.grantId)).paragraphs).toEqual(signed.paragraphs);
  await expect(writeTemplate(deps, administrator, { ...next, baseVersion: 1, bodyFr: "Rien." })).rejects.toMatchObject({
    status: 422,
  });
});

test("D3: the period and conditions stand in the text; changing them after the holder signed asks for its signature again", async () => {
  const grant = await anUnsignedGrant();
  const officer = await aStaffMember(deps, "case_officer");
  await declareAid(deps, grant.owner, { grantId: grant.grantId, hasEconomicActivity: false, aids: [] });
  await sign(grant);

  await changeTerms(deps, officer, {
    grantId: grant.grantId,
    startsOn: "2027-01-01",
    endsOn: "2027-08-31",
    conditions: "Ouvrir deux après-midi.",
  });

  const { hash, paragraphs } = await readAgreement(deps.db, deps, grant.grantId);
  const text = paragraphs.map((one) => one.fr).join("\n");
  expect(text).toMatch(/du 1er janvier 2027 au 31 août 2027[\s\S]*Ouvrir deux après-midi\.[\s\S]*29 février 2028/);
  const administrator = await aStaffMember(deps, "administrator");
  await expect(
    signGrantAgreement(deps, administrator, { grantId: grant.grantId, agreementHash: hash }),
  ).rejects.toMatchObject({ type: "agreement-changed" });
  await signBoth(deps, grant);
  await expect(
    changeTerms(deps, officer, {
      grantId: grant.grantId,
      startsOn: "2027-01-01",
      endsOn: "2027-09-30",
      conditions: "",
    }),
  ).rejects.toMatchObject({ type: "agreement-complete" });
});
