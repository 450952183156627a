import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { organisations, places, projects } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const base = testDatabase();
let deps: Deps;

beforeAll(async () => {
  deps = await testDeps(base.db);
});

async function isFoundBy(campaignId: string, word: string): Promise<boolean> {
  const [row] = await deps.db.execute<{ found: boolean }>(sql`
    select words @@ to_tsquery('french', plain_words(${word})) as found from campaign_words
    where campaign_id = ${campaignId}`);
  return row?.found ?? false;
}

test("a campaign's words follow its project, its holder and its places", async () => {
  const { id, projectId, organisationId } = await aCampaign(deps, "live", { title: "Le café des écrans" });
  const found = () => Promise.all(["cafe", "broderie", "lucioles", "Aubusson"].map((word) => isFoundBy(id, word)));
  expect(await found()).toEqual([true, false, false, false]);

  await inTransaction(deps.db, async (tx) => {
    await tx.update(projects).set({ summary: "De la broderie numérique." }).where(eq(projects.id, projectId));
    await tx.update(organisations).set({ name: "Les Lucioles" }).where(eq(organisations.id, organisationId));
    await tx
      .update(places)
      .set({ communeName: "Aubusson" })
      .where(sql`${places.id} in (select place_id from project_places where project_id = ${projectId})`);
  });

  expect(await found()).toEqual([true, true, true, true]);
});

test("nobody writes a campaign's words by hand, in the service or out of a transaction of it", async () => {
  const { id } = await aCampaign(deps, "draft");

  await expect(
    inTransaction(deps.db, (tx) => tx.execute(sql`delete from campaign_words where campaign_id = ${id}`)),
  ).rejects.toMatchObject({ cause: { code: "42501" } });
  await expect(
    base.owner.execute(sql`update campaign_words set words = '' where campaign_id = ${id}`),
  ).rejects.toMatchObject({ cause: { constraint_name: "announced_transaction" } });
});
