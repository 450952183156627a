import { inArray } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { communes } from "../db/schema/territories.ts";
import type { PlaceFacts } from "../domain/matching/facts.ts";
import { type Cents, cents } from "../domain/money.ts";
import type { SimulatedCampaign, SimulatedGift } from "../domain/simulation/gift.ts";
import { plainWord } from "./gift-columns.ts";
import { CELLS, FILES } from "./messages.ts";
import { type GiftFile, MOST_TOLD, unusable } from "./read-gift-file.ts";
import type { GiftRow, RefusedCell } from "./read-gift-row.ts";

type CommuneFacts = Pick<
  typeof communes.$inferSelect,
  "departement" | "epci" | "latitude" | "longitude" | "rural" | "frr"
>;

/** A file's gifts in the order of their time, then of its lines; `refused` has grown by what only the fund knows. */
export type FileGifts = Pick<GiftFile, "refusedRows" | "refused" | "ignoredColumns"> & {
  readonly gifts: readonly SimulatedGift[];
};

/** Makes gifts of an uploaded file's rows; a donor of the partner is one to every rule. */
export async function giftsOfFile(reader: Reader, file: GiftFile, potIds: readonly string[]): Promise<FileGifts> {
  const known = await readCommunes(reader, file.rows);
  const campaignOf = campaignBook(file.rows);
  const donorOf = donorBook();
  const partnerPots = new Set(potIds);
  const refused: RefusedCell[] = [...file.refused];
  let { refusedRows } = file;
  const gifts: SimulatedGift[] = [];
  for (const [index, row] of file.rows.entries()) {
    if (index % 2_000 === 0) await new Promise(setImmediate);
    const commune = row.commune === undefined ? undefined : known.get(row.commune);
    const campaign = campaignOf(row);
    const wrong = wrongCell(row, commune, campaign);
    if (wrong !== undefined || campaign === undefined) {
      refusedRows += 1;
      if (wrong !== undefined && refused.length < MOST_TOLD) refused.push(wrong);
      continue;
    }
    gifts.push({
      id: String(row.line).padStart(6, "0"),
      donorId: donorOf(row),
      campaignId: campaign.id,
      campaign,
      facts: {
        baseCents: row.amountCents,
        recordedAt: row.recordedAt,
        places: [placeOf(row, commune)],
        category: row.category,
        hasNeedsInKind: row.needsInKind,
        goalCents: campaign.goalCents,
        donorIsHolder: row.link === "holder",
      },
      partnerPotIds: row.link === "partner" ? partnerPots : NO_POTS,
    });
  }
  if (gifts.length === 0) throw unusable(refused[0] === undefined ? FILES.empty : FILES.noneUsable(refused[0]));
  return {
    gifts: gifts.toSorted((a, b) => a.facts.recordedAt.getTime() - b.facts.recordedAt.getTime()),
    refusedRows,
    refused,
    ignoredColumns: file.ignoredColumns,
  };
}

const NO_POTS: ReadonlySet<string> = new Set();

function wrongCell(
  row: GiftRow,
  commune: CommuneFacts | undefined,
  campaign: SimulatedCampaign | undefined,
): RefusedCell | undefined {
  const { line } = row;
  if (row.commune !== undefined && commune === undefined)
    return { line, column: "commune", value: row.commune, reason: CELLS.communeUnknown };
  if (campaign === undefined) return { line, column: "objectif", value: row.campaign, reason: CELLS.goal };
  return undefined;
}

async function readCommunes(reader: Reader, rows: readonly GiftRow[]): Promise<ReadonlyMap<string, CommuneFacts>> {
  const codes = [...new Set(rows.flatMap(({ commune }) => commune ?? []))];
  if (codes.length === 0) return new Map();
  const { code, departement, epci, latitude, longitude, rural, frr } = communes;
  const found = await reader
    .select({ code, departement, epci, latitude, longitude, rural, frr })
    .from(communes)
    .where(inArray(code, codes));
  return new Map(found.map((commune) => [commune.code, commune]));
}

/** What the line says wins over what its commune brings. */
const placeOf = (row: GiftRow, commune: CommuneFacts | undefined): PlaceFacts => ({
  departement: row.departement ?? commune?.departement,
  epci: commune?.epci ?? undefined,
  latitude: commune?.latitude ?? undefined,
  longitude: commune?.longitude ?? undefined,
  rural: row.rural ?? commune?.rural ?? false,
  qpv: row.qpv,
  frr: row.frr ?? commune?.frr ?? false,
  types: row.placeTypes,
  services: row.services,
  publics: row.publics,
  labels: row.labels,
});

/** Campaigns by their name, compared without accents or case; undefined for a line that gives another goal. */
function campaignBook(rows: readonly GiftRow[]): (row: GiftRow) => SimulatedCampaign | undefined {
  const goals = new Map<string, Cents>();
  for (const { campaign, goalCents } of rows)
    if (goalCents !== undefined && !goals.has(keyOf(campaign))) goals.set(keyOf(campaign), goalCents);
  const known = new Map<string, SimulatedCampaign>();
  return ({ campaign: title, goalCents }) => {
    const key = keyOf(title);
    const goal = goals.get(key);
    if (goalCents !== undefined && goalCents !== goal) return undefined;
    const campaign = known.get(key) ?? {
      id: String(known.size + 1),
      title: title === "" ? "–" : title,
      goalCents: goal ?? cents(0n),
      matchingCounts: true,
      endsAt: undefined,
      ceilingCents: undefined,
    };
    known.set(key, campaign);
    return campaign;
  };
}

const keyOf = (title: string): string => plainWord(title) || title;

/** Persons are numbered as they come; a line that names nobody is a person of its own. */
function donorBook(): (row: GiftRow) => string {
  const known = new Map<string, string>();
  let count = 0;
  return ({ donor }) => {
    const key = donor.toLowerCase();
    const found = donor === "" ? undefined : known.get(key);
    if (found !== undefined) return found;
    count += 1;
    if (donor !== "") known.set(key, `D${count}`);
    return `D${count}`;
  };
}
