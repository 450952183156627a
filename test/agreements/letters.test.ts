import { beforeEach, expect, test } from "vitest";
import { LETTERS } from "../../src/agreements/letter-names.ts";
import { recordDelivery } from "../../src/agreements/record-delivery.ts";
import type { Deps } from "../../src/deps.ts";
import { TEMPLATES } from "../../src/mail/templates.ts";
import { aSignedAgreement, DAYS_KEY } from "../support/agreements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { joinOrganisation } from "../support/grants.ts";
import { dayFromNow } from "../support/partners.ts";

const database = testDatabase();
let deps: Deps;
let agreement: Awaited<ReturnType<typeof aSignedAgreement>>;

beforeEach(async () => {
  deps = await testDeps(database.db);
  agreement = await aSignedAgreement(deps);
});

const aDelivery = async (campaignId?: string) =>
  recordDelivery(deps, agreement.member, {
    agreementId: agreement.agreementId,
    commitmentKey: DAYS_KEY,
    deliveredOn: await dayFromNow(deps, 0),
    quantity: 1,
    note: "",
    campaignId,
  });

test("every letter about an agreement can be written, names it, and leads to its page", async () => {
  const { agreementId, owner } = agreement;
  const names = LETTERS.filter((name) => !name.startsWith("agreement-delivery"));

  const letters = await Promise.all(names.map((name) => TEMPLATES[name]?.(deps, `${agreementId}/${owner.userId}`)));

  expect(letters).toHaveLength(8);
  for (const letter of letters) {
    expect(letter).toMatchObject({ to: owner.email });
    expect(letter?.subject).toContain("Fondation du Lien");
    expect(letter?.text).toContain(`${deps.baseUrl}/partenaires/${agreementId}`);
  }
});

test("a letter about a delivery leads each side to a page it may see", async () => {
  const { id: campaignId, owner: holder, organisationId } = await aCampaign(deps, "draft");
  await joinOrganisation(deps, organisationId, holder.userId, "owner");
  const deliveryId = await aDelivery(campaignId);
  const write = async (userId: string) =>
    (await TEMPLATES["agreement-delivery"]?.(deps, `${deliveryId}/${userId}`))?.text;

  expect(await write(agreement.administrator.userId)).toContain(`/partenaires/${agreement.agreementId}/livraisons`);
  expect(await write(holder.userId)).toContain(`/mes-collectes/${campaignId}/livraisons`);
});

test("who left in the meantime gets no letter", async () => {
  const gone = "00000000-0000-7000-8000-000000000000";

  expect(await TEMPLATES["agreement-ended"]?.(deps, `${agreement.agreementId}/${gone}`)).toBeUndefined();
});
