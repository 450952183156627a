import { type SQL, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { approveCampaign } from "../../src/campaigns/approve-campaign.ts";
import { createCampaign } from "../../src/campaigns/create-campaign.ts";
import { campaignBody } from "../../src/campaigns/forms.ts";
import { openDueCampaigns } from "../../src/campaigns/open-due-campaigns.ts";
import { dayOf } from "../../src/campaigns/paris-days.ts";
import { submitCampaign } from "../../src/campaigns/submit-campaign.ts";
import { fundNow } from "../../src/db/clock.ts";
import { organisationMembers, organisations } from "../../src/db/schema/organisations.ts";
import { places } from "../../src/db/schema/territories.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { createProject } from "../../src/projects/create-project.ts";
import { projectBody } from "../../src/projects/forms.ts";
import type { TestDatabase } from "./database.ts";
import { aUser } from "./deps.ts";

const DAY_MS = 86_400_000;

/** A mediation place of our own invention, with the columns a page shows. */
export async function aPlace(deps: Deps, more: Partial<typeof places.$inferInsert> = {}): Promise<string> {
  const id = more.id ?? `place-${uuidv7()}`;
  const now = new Date();
  await deps.db.insert(places).values({
    id,
    name: "Atelier des Deux Ponts",
    communeName: "Guéret",
    postcode: "23000",
    communeCode: "23096",
    address: "3 rue des Tanneurs",
    types: ["FABLAB"],
    emails: [],
    websites: [],
    openingHours: "Tu-Fr 09:00-12:00,14:00-18:00",
    itinerancy: [],
    updatedOn: "2026-09-01",
    services: [],
    publics: [],
    specificCare: [],
    fees: [],
    nationalProgrammes: [],
    labels: [],
    otherLabels: [],
    accessModes: [],
    supportModes: [],
    departement: "23",
    rural: true,
    createdAt: now,
    importedAt: now,
    ...more,
  });
  return id;
}

/** An organisation with a SIRET that passes its check, and its owner as an actor. */
export async function aHolder(deps: Deps) {
  const organisationId = uuidv7();
  await inTransaction(deps.db, (tx) =>
    tx.insert(organisations).values({
      id: organisationId,
      name: "La Fabrique du Coin",
      legalForm: "association",
      siret: aSiret(),
      address: "1 place du Marché",
      postcode: "23000",
      town: "Guéret",
      createdAt: new Date(),
    }),
  );
  const owner = await aUser(deps.db, { memberships: [{ organisationId, role: "owner" }] });
  await inTransaction(deps.db, (tx) =>
    tx
      .insert(organisationMembers)
      .values({ organisationId, userId: owner.userId, role: "owner", joinedAt: new Date() }),
  );
  return { organisationId, owner };
}

/** Fourteen digits with the right check digit (Luhn). */
export function aSiret(): string {
  const digits = Array.from({ length: 13 }, () => Math.floor(Math.random() * 10));
  const sum = digits
    .toReversed()
    .map((digit, i) => (i % 2 === 0 ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit))
    .reduce((a, b) => a + b, 0);
  return [...digits, (10 - (sum % 10)) % 10].join("");
}

/** A project whose plan expects 5 000 € of campaigns; with one place unless told otherwise. */
export async function aProject(
  deps: Deps,
  holder: Awaited<ReturnType<typeof aHolder>>,
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const input = projectBody.parse({ ...PROJECT, placeIds: [await aPlace(deps)], ...more });
  return await createProject(deps, holder.owner, { ...input, organisationId: holder.organisationId });
}

export const PROJECT = {
  title: "Un atelier ouvert à tous",
  summary: "Des machines et quelqu’un pour aider.",
  description: "Nous ouvrons deux après-midi de plus par semaine.",
  budgetLines: [
    { label: "Découpeuse", amountCents: 520_000 },
    { label: "Formation", amountCents: 80_000 },
  ],
  fundingLines: [
    { source: "own_funds", amountCents: 100_000 },
    { source: "campaign", amountCents: 500_000 },
  ],
  placeIds: [] as readonly string[],
};

/** A campaign's body by default: 3 000 €, all or nothing, from today in Paris for thirty days. */
export async function campaignInput(deps: Deps, more: Readonly<Record<string, unknown>> = {}) {
  const now = await fundNow(deps.db);
  return campaignBody.parse({
    title: "Un atelier bois et numérique à Guéret",
    pitch: "Aidez-nous à ouvrir l’atelier.",
    goalCents: 300_000,
    mode: "all_or_nothing",
    startsOn: dayOf(now),
    deadlineOn: dayOf(new Date(now.getTime() + 30 * DAY_MS)),
    ...more,
  });
}

export type Reached = "draft" | "submitted" | "scheduled" | "live";

/** A campaign taken by the real use cases to the state asked for. */
export async function aCampaign(deps: Deps, reached: Reached = "live", more: Readonly<Record<string, unknown>> = {}) {
  const holder = await aHolder(deps);
  const projectId = await aProject(deps, holder);
  const { id, slug } = await createCampaign(deps, holder.owner, { projectId, ...(await campaignInput(deps, more)) });
  if (reached !== "draft") await submitCampaign(deps, holder.owner, id);
  if (reached === "scheduled" || reached === "live")
    await approveCampaign(deps, await aUser(deps.db, { staffRoles: ["case_officer"] }), id);
  if (reached === "live") await openDueCampaigns(deps, worker("sweep-campaigns"));
  return { ...holder, projectId, id, slug };
}

/** Puts a campaign where no use case of this test leads, past the trigger on states. */
export async function forceState({ owner }: TestDatabase, campaignId: string, state: string): Promise<void> {
  await owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`update campaigns set state = ${state} where id = ${campaignId}`);
  });
}

/** Sets a campaign's days as only a test may: what was submitted keeps its deadline (P10). */
export async function setDays(owner: TestDatabase["owner"], id: string, startsAt: SQL, deadlineAt: SQL): Promise<void> {
  await owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`alter table campaigns disable trigger terms_stand`);
    await tx.execute(sql`update campaigns set starts_at = ${startsAt}, deadline_at = ${deadlineAt} where id = ${id}`);
    await tx.execute(sql`alter table campaigns enable always trigger terms_stand`);
  });
}
