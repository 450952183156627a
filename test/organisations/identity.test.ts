import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { organisationReviews, organisations } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import { readInbox } from "../../src/decisions/queries.ts";
import type { Deps } from "../../src/deps.ts";
import { organisationPages } from "../../src/organisations/pages.ts";
import { reviewIdentity } from "../../src/organisations/review-identity.ts";
import { signIn, submitForm, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aStaffMember, joinOrganisation } from "../support/grants.ts";

const database = testDatabase();
let deps: Deps;
let officer: Awaited<ReturnType<typeof aStaffMember>>;

beforeAll(async () => {
  deps = await testDeps(database.db);
  officer = await aStaffMember(deps, "case_officer");
});

const waits = async (organisationId: string) =>
  (await readInbox(deps, officer)).mine.some(({ kind, id }) => kind === "identity" && id === organisationId);

test("a case officer verifies an organisation on its page; it waits no more, until its name or number changes", async () => {
  const { organisationId, owner } = await aCampaign(deps, "submitted");
  const site = testApp(deps, { pageRoutes: organisationPages });
  const [browser, holder] = [await signIn(site, officer.email), await signIn(site, owner.email)];
  const path = `/structures/${organisationId}`;
  expect(await waits(organisationId)).toBe(true);

  const silent = await submitForm(browser, path, { outcome: "verified", note: "" }, `${path}/identite`);
  const sent = await submitForm(browser, path, { outcome: "verified", note: "Annuaire consulté" }, `${path}/identite`);

  expect([silent.status, sent.status]).toEqual([422, 303]);
  expect((await browser.get(path)).text).toContain("Annuaire consulté");
  const own = (await holder.get(path)).text;
  expect(own).toContain("Structure vérifiée");
  expect(own).not.toContain("Annuaire consulté");
  expect(await waits(organisationId)).toBe(false);
  await inTransaction(deps.db, (tx) =>
    tx.update(organisations).set({ name: "Un autre nom" }).where(eq(organisations.id, organisationId)),
  );
  expect(await waits(organisationId)).toBe(true);
  expect((await holder.get(path)).text).toContain("Changée depuis sa vérification");
});

test("X1: members, other staff and strangers do not verify it", async () => {
  const { organisationId, owner } = await aCampaign(deps, "submitted");
  const colleague = await aStaffMember(deps, "case_officer");
  await joinOrganisation(deps, organisationId, colleague.userId);
  const review = { outcome: "verified", note: "Vu au registre" } as const;
  const stranger = (await aCampaign(deps, "draft")).owner;

  await expect(reviewIdentity(deps, colleague, organisationId, review)).rejects.toMatchObject({ status: 409 });
  await expect(reviewIdentity(deps, owner, organisationId, review)).rejects.toMatchObject({ status: 403 });
  await expect(reviewIdentity(deps, stranger, organisationId, review)).rejects.toMatchObject({ status: 404 });
  expect(await deps.db.$count(organisationReviews, eq(organisationReviews.organisationId, organisationId))).toBe(0);
});

test("a review stays as it was written", async () => {
  const { organisationId } = await aCampaign(deps, "submitted");
  await reviewIdentity(deps, officer, organisationId, { outcome: "not_verified", note: "SIRET fermé" });

  const changed = database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.update(organisationReviews).set({ outcome: "verified" });
  });

  await expect(changed).rejects.toThrow();
});
