import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, expect, test } from "vitest";
import { confirmDelivery } from "../../src/agreements/answer-delivery.ts";
import { recordDelivery } from "../../src/agreements/record-delivery.ts";
import { commitments, organisations, taxReceipts } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { isValidSiren } from "../../src/domain/siren.ts";
import { companyReduction, decidePartnerReceipt } from "../../src/domain/tax-receipt.ts";
import { TEMPLATES } from "../../src/mail/templates.ts";
import { fundPot } from "../../src/matching/fund-pot.ts";
import { authoriseWithdrawal, orderWithdrawal } from "../../src/pots/approve-withdrawal.ts";
import { returnFunding } from "../../src/pots/return-funding.ts";
import { givePartnerIdentity } from "../../src/receipts/give-partner-identity.ts";
import { companyBody } from "../../src/receipts/identity-form.ts";
import { nextNumber } from "../../src/receipts/next-number.ts";
import { readPartnerReceipts } from "../../src/receipts/partner-queries.ts";
import { readReceipt, receiptTotals } from "../../src/receipts/queries.ts";
import type { ReceiptContent } from "../../src/receipts/receipt-content.ts";
import { receiptPdf } from "../../src/receipts/receipt-pdf.ts";
import { reviewPartnerReceipts, sweepPartnerReceipts } from "../../src/receipts/review-partner-receipts.ts";
import { amend, aSignedAgreement, DAYS, DAYS_KEY, GOODS, GOODS_KEY, moneyLine } from "../support/agreements.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aStaffMember, aVerifiedAccount, booksHold } from "../support/grants.ts";
import { dayFromNow } from "../support/partners.ts";
import { pdfText } from "../support/pdf-text.ts";
import { askBack } from "../support/pots.ts";

const database = testDatabase();
const robot = worker("test");
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db);
});

type Agreement = Awaited<ReturnType<typeof aSignedAgreement>>;

async function potOf({ agreementId }: Agreement): Promise<string> {
  const rows = await deps.db.select().from(commitments).where(eq(commitments.agreementId, agreementId));
  return rows.find(({ potId }) => potId !== null)?.potId ?? expect.fail("no pot");
}

const fund = async (potId: string, amountCents: bigint): Promise<string> => {
  const reference = uuidv7();
  await inTransaction(deps.db, (tx) =>
    fundPot(tx, deps, robot, { potId, amountCents: cents(amountCents), source: "bank", reference }),
  );
  return reference;
};

/** Goods or days that the partner told of and the fund confirmed. */
async function deliver({ agreementId, owner, administrator }: Agreement, commitmentKey: string, quantity: number) {
  const deliveryId = await recordDelivery(deps, owner, {
    agreementId,
    commitmentKey,
    deliveredOn: await dayFromNow(deps, 0),
    quantity,
    note: "Remis en mairie",
    campaignId: undefined,
    placeId: undefined,
    evidence: undefined,
  });
  await confirmDelivery(deps, administrator, { agreementId, deliveryId });
}

let sirens = 100_000_000;

/** The next number that Luhn's rule accepts; the partner's SIRET begins with it. */
async function giveSiren({ partnerId }: Agreement): Promise<string> {
  do sirens += 1;
  while (!isValidSiren(String(sirens)));
  const siret = `${sirens}00011`;
  await inTransaction(deps.db, (tx) => tx.update(organisations).set({ siret }).where(eq(organisations.id, partnerId)));
  return String(sirens);
}

async function identify(agreement: Agreement, more: { companyName?: string } = {}): Promise<void> {
  const identity = companyBody.parse({
    kind: "company",
    companyName: more.companyName ?? "Fonderie du Lien",
    siren: await giveSiren(agreement),
    legalForm: "SAS",
    address: "2 quai des Lumières",
    postcode: "63000",
    town: "Clermont-Ferrand",
  });
  await givePartnerIdentity(deps, agreement.owner, { agreementId: agreement.agreementId, identity });
}

const review = ({ agreementId }: Agreement) => reviewPartnerReceipts(deps, robot, agreementId);
const receipts = () =>
  deps.db.select().from(taxReceipts).where(eq(taxReceipts.fundId, deps.fundId)).orderBy(taxReceipts.number);

const inForce = async () =>
  (await receipts()).filter(({ state }) => state === "issued").map(({ amountCents }) => amountCents);

test("T4: a company's transfer under a line of mécénat gets its receipt once the company gave its name", async () => {
  const agreement = await aSignedAgreement(deps);
  await fund(await potOf(agreement), 300_000n);

  await review(agreement);
  const before = await readPartnerReceipts(deps, agreement.member, agreement.agreementId);
  await identify(agreement);
  await review(agreement);
  await sweepPartnerReceipts(deps, robot);

  expect(before.lines).toMatchObject([
    { nature: "money", grossCents: 300_000n, noReceipt: "no_identity", issued: null },
  ]);
  expect(await receipts()).toMatchObject([{ number: 1, form: "16216", amountCents: 300_000n, state: "issued" }]);
  const { lines } = await readPartnerReceipts(deps, agreement.member, agreement.agreementId);
  expect(lines).toMatchObject([{ issued: { reference: expect.stringMatching(/-000001$/) } }]);
});

test("T4: the receipt on paper has every mention of model 16216, read by the partner and by staff alone (X1)", async () => {
  const agreement = await aSignedAgreement(deps);
  await fund(await potOf(agreement), 300_000n);
  await identify(agreement);
  await review(agreement);
  const [row] = await receipts();

  const receipt = await readReceipt(deps, agreement.member, row?.id ?? "", undefined);
  const text = pdfText(Buffer.from(await receiptPdf(receipt)));

  for (const mention of [
    "Article 238 bis",
    "16216",
    "Entreprise donatrice",
    "Fonderie du Lien",
    "SAS",
    "Clermont-Ferrand",
    "trois mille euros",
    "Numéraire",
    "Virement",
    "ouvrent droit à la réduction",
  ])
    expect(text).toContain(mention);
  await expect(readReceipt(deps, await aUser(deps.db), row?.id ?? "", undefined)).rejects.toMatchObject({
    status: 404,
  });
  const letter = await TEMPLATES["partner-receipt-issued"]?.(deps, `${row?.id}/${agreement.owner.userId}`);
  expect(letter).toMatchObject({ to: agreement.owner.email, text: expect.stringContaining(`/recus/${row?.id}`) });
  expect(
    await TEMPLATES["partner-receipt-issued"]?.(deps, `${row?.id}/${agreement.administrator.userId}`),
  ).toBeUndefined();
});

test("T4: goods get a receipt over their declared value once the other side confirmed them", async () => {
  const agreement = await aSignedAgreement(deps);
  await identify(agreement);
  const deliveryId = await recordDelivery(deps, agreement.owner, {
    agreementId: agreement.agreementId,
    commitmentKey: GOODS_KEY,
    deliveredOn: await dayFromNow(deps, 0),
    quantity: 5,
    note: "Livrées en mairie",
    campaignId: undefined,
    placeId: undefined,
    evidence: undefined,
  });
  await review(agreement);
  const before = await receipts();

  await confirmDelivery(deps, agreement.administrator, { agreementId: agreement.agreementId, deliveryId });
  await review(agreement);

  expect(before).toEqual([]);
  const [receipt] = await receipts();
  expect(receipt).toMatchObject({ amountCents: 45_000n, deliveryId, fundingId: null, pledgeId: null });
  const text = pdfText(Buffer.from(await receiptPdf({ content: receipt?.content as ReceiptContent, state: "issued" })));
  for (const mention of ["Don en nature", "Tablettes reconditionnées", "5 tablettes", "Coût de revient"])
    expect(text).toContain(mention);
});

test("T3: money that goes back cancels the receipt, or replaces it by one over what is left", async () => {
  const agreement = await aSignedAgreement(deps);
  const potId = await potOf(agreement);
  await fund(potId, 300_000n);
  await identify(agreement);
  await review(agreement);
  const [first] = await receipts();
  const goesBack = (amountCents: bigint) =>
    inTransaction(deps.db, (tx) =>
      returnFunding(tx, deps, robot, {
        potId,
        fundingId: first?.fundingId ?? "",
        amountCents: cents(amountCents),
        reference: uuidv7(),
      }),
    );

  const onPaper = (id = "") => readReceipt(deps, robot, id, undefined);
  expect(await onPaper(first?.id)).toMatchObject({ state: "issued" });

  await goesBack(100_000n);
  await expect(onPaper(first?.id)).rejects.toMatchObject({ type: "receipt-changing", status: 409 });
  expect((await readPartnerReceipts(deps, robot, agreement.agreementId)).lines[0]).toMatchObject({ issued: null });
  await sweepPartnerReceipts(deps, robot);
  expect(await onPaper(first?.id)).toMatchObject({ state: "cancelled" });
  await goesBack(200_000n);
  await sweepPartnerReceipts(deps, robot);

  expect(await receipts()).toMatchObject([
    { number: 1, state: "cancelled", cancelledReason: "replaced", amountCents: 300_000n },
    { number: 2, state: "cancelled", cancelledReason: "returned", amountCents: 200_000n, replacesId: first?.id },
  ]);
});

test("T1: an amendment that values goods otherwise leaves what was delivered before, with or without its receipt", async () => {
  const lines = [await moneyLine(deps), GOODS];
  const agreement = await aSignedAgreement(deps, { lines });
  await identify(agreement);
  await deliver(agreement, GOODS_KEY, 5);
  await review(agreement);
  await deliver(agreement, GOODS_KEY, 2);

  await amend(deps, agreement, { lines: [lines[0], { ...GOODS, unitValueCents: 90_000 }] });
  await sweepPartnerReceipts(deps, robot);
  await deliver(agreement, GOODS_KEY, 1);
  await review(agreement);

  expect(await inForce()).toEqual([45_000n, 18_000n, 90_000n]);
});

test("T3: what the partner asked back lowers its receipts from the order on, the newest transfer's first", async () => {
  const agreement = await aSignedAgreement(deps);
  const potId = await potOf(agreement);
  await fund(potId, 300_000n);
  await fund(potId, 50_000n);
  await identify(agreement);
  await review(agreement);
  await aVerifiedAccount(deps, agreement.partnerId, agreement.owner.userId);

  const request = await askBack(deps, { potId, owner: agreement.owner }, 70_000n);
  await sweepPartnerReceipts(deps, robot);
  const asked = await inForce();
  await authoriseWithdrawal(deps, await aStaffMember(deps, "authoriser"), request);
  await orderWithdrawal(deps, await aStaffMember(deps, "paymaster"), request);
  await sweepPartnerReceipts(deps, robot);
  await sweepPartnerReceipts(deps, robot);

  expect(asked).toEqual([300_000n, 50_000n]);
  expect(await receipts()).toMatchObject([
    { number: 1, state: "cancelled", cancelledReason: "replaced" },
    { number: 2, state: "cancelled", cancelledReason: "returned" },
    { number: 3, state: "issued", amountCents: 280_000n },
  ]);
  await booksHold(deps);
});

test("the issuer's totals part money, goods and days, and tie with the receipts to the cent", async () => {
  const lines = [await moneyLine(deps), GOODS, { ...DAYS, dayValueCents: 40_050 }];
  const agreement = await aSignedAgreement(deps, { lines });
  await fund(await potOf(agreement), 300_001n);
  await identify(agreement);
  await deliver(agreement, GOODS_KEY, 5);
  await deliver(agreement, DAYS_KEY, 2);
  await review(agreement);
  await identify(agreement, { companyName: "Fonderie du Lien et fils" });
  await review(agreement);

  const totals = await receiptTotals(deps, await aUser(deps.db, { staffRoles: ["auditor"] }));

  expect(totals).toMatchObject([
    { form: "16216", nature: "money", count: 1, amountCents: 300_001n, cancelled: 1 },
    { form: "16216", nature: "goods", count: 1, amountCents: 45_000n, cancelled: 1 },
    { form: "16216", nature: "skill_days", count: 1, amountCents: 80_100n, cancelled: 1 },
  ]);
  const issued = await inForce();
  expect(totals.reduce((sum, { count }) => sum + count, 0)).toBe(issued.length);
  expect(totals.reduce((sum, { amountCents }) => sum + amountCents, 0n)).toBe(issued.reduce((sum, one) => sum + one));
});

test("T1: reviews at once, some of them failing, number a company's receipts once each and without a gap", async () => {
  const agreement = await aSignedAgreement(deps);
  const potId = await potOf(agreement);
  for (let i = 0; i < 5; i += 1) await fund(potId, 10_000n);
  await identify(agreement);
  const year = Number((await dayFromNow(deps, 0)).slice(0, 4));

  const tries = Array.from({ length: 6 }, () => review(agreement));
  const givenUp = Array.from({ length: 3 }, () =>
    inTransaction(deps.db, async (tx) => {
      await nextNumber(tx, deps.fundId, year);
      throw new Error("given up");
    }).catch(() => "given up"),
  );
  await Promise.all([...tries, ...givenUp]);

  expect((await receipts()).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
});

test("T1: another name on the receipts replaces each of them", async () => {
  const agreement = await aSignedAgreement(deps);
  await fund(await potOf(agreement), 10_000n);
  await identify(agreement);
  await review(agreement);

  await identify(agreement, { companyName: "Fonderie du Lien et fils" });
  await review(agreement);

  expect((await receipts()).map(({ state, number }) => [number, state])).toEqual([
    [1, "cancelled"],
    [2, "issued"],
  ]);
});

test("T3: no receipt for what is no mécénat, and the partner is told why", async () => {
  const agreement = await aSignedAgreement(deps, { lines: [await moneyLine(deps, { nature: "sponsorship" })] });
  await fund(await potOf(agreement), 10_000n);
  await identify(agreement);

  await review(agreement);

  expect(await receipts()).toEqual([]);
  const { lines } = await readPartnerReceipts(deps, agreement.member, agreement.agreementId);
  expect(lines).toMatchObject([{ noReceipt: "not_giving" }]);
});

test("X1: a company's receipts name the partner itself, in the words of its own members", async () => {
  const agreement = await aSignedAgreement(deps);
  const named = { agreementId: agreement.agreementId };
  const identity = companyBody.parse({
    kind: "company",
    companyName: "Une autre",
    siren: "732829320",
    legalForm: "SARL",
    address: "1 rue",
    postcode: "23000",
    town: "Guéret",
  });

  await expect(givePartnerIdentity(deps, agreement.owner, { ...named, identity })).rejects.toMatchObject({
    fields: [{ field: "siren" }],
  });
  await expect(givePartnerIdentity(deps, agreement.administrator, { ...named, identity })).rejects.toMatchObject({
    status: 403,
  });
  await expect(givePartnerIdentity(deps, await aUser(deps.db), { ...named, identity })).rejects.toMatchObject({
    status: 404,
  });
});

test("T3: the first reason why a company has no receipt", () => {
  const identity = undefined;
  const given = { nature: "corporate_giving", isCompany: true, isReceived: true, identity } as const;
  const decide = (more: object) =>
    decidePartnerReceipt({ ...given, grossCents: cents(100n), leftCents: cents(100n), ...more });

  expect(decide({ nature: undefined })).toEqual({ kind: "none", reason: "not_giving" });
  expect(decide({ isCompany: false })).toEqual({ kind: "none", reason: "not_a_company" });
  expect(decide({ isReceived: false })).toEqual({ kind: "none", reason: "not_received" });
  expect(decide({ grossCents: cents(0n), leftCents: cents(0n) })).toEqual({ kind: "none", reason: "no_value" });
  expect(decide({ leftCents: cents(0n) })).toEqual({ kind: "none", reason: "returned" });
  expect(decide({})).toEqual({ kind: "none", reason: "no_identity" });
});

test("T5: a company's reduction is 60 % up to two million euros and 40 % above", () => {
  const rates = { percent: 60n, thresholdCents: cents(200_000_000n), abovePercent: 40n };

  expect(companyReduction(cents(10_000n), rates)).toBe(6_000n);
  expect(companyReduction(cents(300_000_000n), rates)).toBe(120_000_000n + 40_000_000n);
});
