import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import type { Deps } from "../../src/deps.ts";
import { makeOffer } from "../../src/offers/make-offer.ts";
import { askQuestion } from "../../src/questions/ask-question.ts";
import { hideUpdate } from "../../src/updates/hide-update.ts";
import { publishUpdate } from "../../src/updates/publish-update.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";

const base = testDatabase();
const updateId = uuidv7();

beforeAll(async () => {
  const deps: Deps = await testDeps(base.db);
  const campaign = await aCampaign(deps, "live", { needs: [{ label: "Écrans", quantity: 3 }] });
  const campaignId = campaign.id;
  const officer = await aUser(base.db, { staffRoles: ["case_officer"] });
  const person = { campaignId, name: "Dona", email: "dona@example.org", language: "fr" } as const;
  await publishUpdate(deps, campaign.owner, { id: updateId, campaignId, title: "Merci", body: "À tous." });
  await hideUpdate(deps, officer, { campaignId, updateId, reason: "Un nom y figure." });
  await askQuestion(deps, { kind: "guest" }, { ...person, body: "Quand ouvrez-vous ?" });
  await makeOffer(deps, { kind: "guest" }, { ...person, position: 0, quantity: 1, phone: null, message: "" });
});

async function refusalOf(statement: string): Promise<string | undefined> {
  try {
    await base.owner.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      await tx.execute(sql.raw(statement));
    });
    return undefined;
  } catch (error) {
    return postgresError(error)?.constraint;
  }
}

/** The known row of a table once more, with an id of its own and one thing changed. */
const copied = (table: string, change: string, id = "r.id := gen_random_uuid();") =>
  `do $$ declare r ${table}; begin select * into r from ${table} limit 1; ${id} ${change}; insert into ${table} values (r.*); end $$`;

test.each([
  ["campaign_updates_said_something", copied("campaign_updates", "r.title := ''")],
  ["campaign_updates_corrects_own", copied("campaign_updates", "r.corrects := gen_random_uuid()")],
  ["campaign_update_hidings_once", copied("campaign_update_hidings", "r.reason := 'Encore.'", "")],
  [
    "campaign_update_hidings_has_reason",
    copied("campaign_update_hidings", "r.reason := ''", "r.update_id := gen_random_uuid();"),
  ],
  ["campaign_update_hidings_update", copied("campaign_update_hidings", "r.update_id := gen_random_uuid()", "")],
  ["campaign_questions_language_known", copied("campaign_questions", "r.language := 'de'")],
  ["campaign_questions_answer_whole", copied("campaign_questions", "r.answer := 'Oui'")],
  ["campaign_questions_refusal_whole", copied("campaign_questions", "r.refusal := 'Non'")],
  ["campaign_questions_campaign", copied("campaign_questions", "r.campaign_id := gen_random_uuid()")],
  ["need_offers_language_known", copied("need_offers", "r.language := 'de'")],
  ["need_offers_quantity_positive", copied("need_offers", "r.quantity := 0")],
  [
    "need_offers_state_known",
    "update need_offers set state = 'lost', word = '', answered_by = (select id from users limit 1), answered_at = now()",
  ],
  ["need_offers_need", copied("need_offers", "r.position := 9")],
  ["campaign_submissions_content_whole", copied("campaign_submissions", "r.content := '[]'::jsonb")],
])("the database holds %s", async (constraint, statement) => {
  expect(await refusalOf(statement)).toBe(constraint);
});

test.each([
  "campaign_updates",
  "campaign_update_hidings",
  "campaign_update_letters",
  "campaign_submissions",
  "reward_deliveries",
  "campaign_questions",
  "need_offers",
  "campaign_news_choices",
])("nothing is deleted from %s, and nothing is written there outside an announced transaction", async (table) => {
  expect(await refusalOf(`delete from ${table}`)).toBeDefined();
  const stray = base.owner.execute(sql.raw(`update ${table} set fund_id = fund_id`)).then(
    () => undefined,
    (error: unknown) => postgresError(error)?.constraint,
  );
  expect(["announced_transaction", "append_only"]).toContain(await stray);
});
