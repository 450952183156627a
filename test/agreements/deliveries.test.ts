import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { attachEvidence, confirmDelivery, refuseDelivery } from "../../src/agreements/answer-delivery.ts";
import { readCampaignDeliveries, readDeliveries, readEvidence } from "../../src/agreements/delivery-queries.ts";
import { deliveryBody } from "../../src/agreements/forms.ts";
import { type NewDelivery, recordDelivery } from "../../src/agreements/record-delivery.ts";
import { sha256 } from "../../src/agreements/terms-json.ts";
import { deliveryEvidence } from "../../src/db/schema/agreements.ts";
import { storedFiles } from "../../src/db/schema/files.ts";
import { auditLog, outbox } from "../../src/db/schema/platform.ts";
import type { Deps } from "../../src/deps.ts";
import { amend, aSignedAgreement, DAYS, DAYS_KEY, GOODS, GOODS_KEY, MONEY_KEY } from "../support/agreements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { joinOrganisation, race } from "../support/grants.ts";
import { dayFromNow } from "../support/partners.ts";

const database = testDatabase();
let deps: Deps;
let agreement: Awaited<ReturnType<typeof aSignedAgreement>>;

beforeEach(async () => {
  deps = await testDeps(database.db);
  agreement = await aSignedAgreement(deps);
});

const PDF = new TextEncoder().encode("%PDF-1.7 une feuille de présence");

const aDelivery = async (more: Readonly<Record<string, unknown>> = {}): Promise<NewDelivery> => ({
  ...deliveryBody.parse({ commitmentKey: DAYS_KEY, deliveredOn: await dayFromNow(deps, 0), quantity: 2.5, ...more }),
  agreementId: agreement.agreementId,
});

const balance = async (key: string) => {
  const { commitments } = await readDeliveries(deps, agreement.owner, agreement.agreementId);
  const { promised, delivered, confirmed, left } = commitments.find((one) => one.key === key) ?? expect.fail(key);
  return { promised, delivered, confirmed, left };
};

test("a delivery counts as delivered when it is recorded and as confirmed when the other side says so", async () => {
  const { agreementId, member, administrator } = agreement;
  const deliveryId = await recordDelivery(deps, member, await aDelivery());
  const recorded = await balance(DAYS_KEY);

  await confirmDelivery(deps, administrator, { agreementId, deliveryId });

  expect(recorded).toEqual({ promised: 12, delivered: 2.5, confirmed: 0, left: 12 });
  expect(await balance(DAYS_KEY)).toEqual({ promised: 12, delivered: 2.5, confirmed: 2.5, left: 9.5 });
});

test("a refused delivery counts no more, and says why", async () => {
  const { agreementId, member, administrator } = agreement;
  const deliveryId = await recordDelivery(
    deps,
    administrator,
    await aDelivery({ commitmentKey: GOODS_KEY, quantity: 4 }),
  );
  await refuseDelivery(deps, member, { agreementId, deliveryId, reason: "Deux seulement." });

  const { deliveries } = await readDeliveries(deps, agreement.owner, agreementId);

  expect(await balance(GOODS_KEY)).toEqual({ promised: 20, delivered: 0, confirmed: 0, left: 20 });
  expect(deliveries).toMatchObject([{ state: "refused", refusal: "Deux seulement.", recordedSide: "fund" }]);
});

test("only the other side answers, once", async () => {
  const { agreementId, member, owner, administrator, second } = agreement;
  const deliveryId = await recordDelivery(deps, member, await aDelivery());

  await expect(confirmDelivery(deps, owner, { agreementId, deliveryId })).rejects.toMatchObject({
    type: "other-side-decides",
  });
  const { done, refused } = await race([
    confirmDelivery(deps, administrator, { agreementId, deliveryId }),
    refuseDelivery(deps, second, { agreementId, deliveryId, reason: "Non." }),
  ]);

  expect([done.length, refused]).toEqual([1, ["delivery-decided"]]);
});

test("never more is confirmed than promised, also at once, unless an amendment promises more", async () => {
  const { agreementId, member, administrator, second } = agreement;
  const one = await recordDelivery(deps, member, await aDelivery({ quantity: 8 }));
  const two = await recordDelivery(deps, member, await aDelivery({ quantity: 8 }));

  const { done, refused } = await race([
    confirmDelivery(deps, administrator, { agreementId, deliveryId: one }),
    confirmDelivery(deps, second, { agreementId, deliveryId: two }),
  ]);
  const { deliveries } = await readDeliveries(deps, member, agreementId);
  const waiting = deliveries.find((row) => row.state === "recorded")?.id ?? expect.fail("none waits");
  await amend(deps, agreement, { lines: [GOODS, { ...DAYS, days: 16 }] });
  await confirmDelivery(deps, administrator, { agreementId, deliveryId: waiting });

  expect([done.length, refused]).toEqual([1, ["commitment-exceeded"]]);
  expect(await balance(DAYS_KEY)).toMatchObject({ promised: 16, confirmed: 16, left: 0 });
});

test("an amendment promises no less than what is confirmed; a line it takes out keeps what was delivered", async () => {
  const { agreementId, member, administrator } = agreement;
  const deliveryId = await recordDelivery(deps, member, await aDelivery({ quantity: 8 }));
  await confirmDelivery(deps, administrator, { agreementId, deliveryId });

  await expect(amend(deps, agreement, { lines: [GOODS, { ...DAYS, days: 7.5 }] })).rejects.toMatchObject({
    fields: [{ field: "lines.1.days" }],
  });
  await amend(deps, agreement, { lines: [GOODS] });

  expect(await balance(DAYS_KEY)).toEqual({ promised: 8, delivered: 8, confirmed: 8, left: 0 });
});

test("the campaign's holder records and answers for what serves its campaign, and sees no other page of the agreement", async () => {
  const { id: campaignId, owner: holder, organisationId } = await aCampaign(deps, "draft");
  await joinOrganisation(deps, organisationId, holder.userId, "owner");
  const { agreementId, member } = agreement;
  const theirs = await recordDelivery(deps, member, await aDelivery({ campaignId }));
  await confirmDelivery(deps, holder, { agreementId, deliveryId: theirs });
  const own = await recordDelivery(
    deps,
    holder,
    await aDelivery({ campaignId, commitmentKey: GOODS_KEY, quantity: 1 }),
  );

  const seen = await readCampaignDeliveries(deps, holder, campaignId);
  const stranger = await aUser(deps.db);

  expect(seen.deliveries.map((row) => [row.id, row.state, row.recordedSide])).toEqual([
    [own, "recorded", "holder"],
    [theirs, "confirmed", "partner"],
  ]);
  await expect(readDeliveries(deps, holder, agreementId)).rejects.toMatchObject({ status: 404 });
  await expect(recordDelivery(deps, stranger, await aDelivery({ campaignId }))).rejects.toMatchObject({ status: 404 });
  await expect(readCampaignDeliveries(deps, stranger, campaignId)).rejects.toMatchObject({ status: 404 });
});

test("a file is kept encrypted with its SHA-256 and comes back as it was sent, to both sides", async () => {
  const { agreementId, member, administrator } = agreement;
  const evidence = { filename: "présence.pdf", bytes: PDF };
  const deliveryId = await recordDelivery(deps, member, { ...(await aDelivery()), evidence });

  const file = await readEvidence(deps, administrator, { agreementId, deliveryId });
  const [kept] = await deps.db
    .select({ ciphertext: storedFiles.ciphertext })
    .from(deliveryEvidence)
    .innerJoin(storedFiles, eq(storedFiles.sha256, deliveryEvidence.sha256))
    .where(eq(deliveryEvidence.deliveryId, deliveryId));

  expect(file).toMatchObject({ filename: "présence.pdf", contentType: "application/pdf", sha256: sha256(PDF) });
  expect(new Uint8Array(file.bytes)).toEqual(PDF);
  expect(kept?.ciphertext).not.toContain(Buffer.from(PDF).toString("base64"));
  await expect(readEvidence(deps, await aUser(deps.db), { agreementId, deliveryId })).rejects.toMatchObject({
    status: 404,
  });
});

test.each([
  ["a program", new Uint8Array([0x4d, 0x5a, 0x90, 0])],
  ["a page that calls itself a PDF", new TextEncoder().encode("<html>%PDF-")],
  ["nothing", new Uint8Array()],
  ["more than 10 MB", new Uint8Array(10_000_001).fill(0x20).fill(0x25, 0, 1)],
])("%s is refused as evidence, whatever its name, and nothing is recorded", async (_, bytes) => {
  const evidence = { filename: "preuve.pdf", bytes };

  await expect(recordDelivery(deps, agreement.member, { ...(await aDelivery()), evidence })).rejects.toMatchObject({
    status: 422,
    fields: [{ field: "evidence" }],
  });

  expect(await balance(DAYS_KEY)).toMatchObject({ delivered: 0 });
});

test("evidence is added once, by the side that recorded, until somebody answered", async () => {
  const { agreementId, member, administrator } = agreement;
  const deliveryId = await recordDelivery(deps, member, await aDelivery());
  const file = { filename: "preuve.pdf", bytes: PDF };

  await expect(attachEvidence(deps, administrator, { agreementId, deliveryId, file })).rejects.toMatchObject({
    type: "other-side-decides",
  });
  const added = await attachEvidence(deps, member, { agreementId, deliveryId, file });
  await expect(attachEvidence(deps, member, { agreementId, deliveryId, file })).rejects.toMatchObject({ status: 409 });

  expect(added.sha256).toBe(sha256(PDF));
});

test.each([
  ["money", { commitmentKey: MONEY_KEY }, "commitmentKey"],
  ["a commitment that is not there", { commitmentKey: "autre" }, "commitmentKey"],
  ["half a tablet", { commitmentKey: GOODS_KEY, quantity: 0.5 }, "quantity"],
  ["a place nobody knows", { placeId: "nulle-part" }, "placeId"],
])("no delivery of %s", async (_, more, field) => {
  const refused = recordDelivery(deps, agreement.member, await aDelivery(more));

  await expect(refused).rejects.toMatchObject({ status: 422, fields: [{ field }] });
});

test("no delivery of tomorrow", async () => {
  const tomorrow = await aDelivery({ deliveredOn: await dayFromNow(deps, 2) });

  await expect(recordDelivery(deps, agreement.member, tomorrow)).rejects.toMatchObject({
    fields: [{ field: "deliveredOn" }],
  });
});

test("X2: deliveries and answers leave who did it, and tell the other side", async () => {
  const { agreementId, member, owner, administrator } = agreement;
  const deliveryId = await recordDelivery(deps, member, await aDelivery());
  await confirmDelivery(deps, administrator, { agreementId, deliveryId });

  const audit = await deps.db.select().from(auditLog).where(eq(auditLog.subjectId, agreementId)).orderBy(auditLog.id);
  const jobs = (await deps.db.select().from(outbox)).map((row) => row.payload as { [name: string]: string });

  expect(audit.slice(-2).map((row) => [row.action, row.actor])).toEqual([
    ["delivery.record", `user:${member.userId}`],
    ["delivery.confirm", `user:${administrator.userId}`],
  ]);
  expect(jobs).toContainEqual({ template: "agreement-delivery", subjectId: `${deliveryId}/${administrator.userId}` });
  expect(jobs).toContainEqual({ template: "agreement-delivery-answered", subjectId: `${deliveryId}/${owner.userId}` });
});
