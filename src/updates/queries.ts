import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { campaignUpdateHidings, campaignUpdates } from "../db/schema/campaign-life.ts";
import type { Deps } from "../deps.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";

type Written = { readonly id: string; readonly title: string; readonly body: string; readonly publishedAt: Date };

export type CampaignUpdate = Written & {
  readonly hiddenReason: string | null;
  /** How many donors were written to. */
  readonly letters: number;
  /** Oldest first. */
  readonly corrections: readonly (Written & { readonly hiddenReason: string | null })[];
};

const COLUMNS = {
  id: campaignUpdates.id,
  campaignId: campaignUpdates.campaignId,
  corrects: campaignUpdates.corrects,
  title: campaignUpdates.title,
  body: campaignUpdates.body,
  publishedAt: campaignUpdates.publishedAt,
  hiddenReason: campaignUpdateHidings.reason,
  letters: sql<number>`(select count(*)::int from campaign_update_letters l
    where l.fund_id = ${campaignUpdates.fundId} and l.update_id = ${campaignUpdates.id})`,
};

const select = (reader: Reader) =>
  reader
    .select(COLUMNS)
    .from(campaignUpdates)
    .leftJoin(
      campaignUpdateHidings,
      and(
        eq(campaignUpdateHidings.fundId, campaignUpdates.fundId),
        eq(campaignUpdateHidings.updateId, campaignUpdates.id),
      ),
    )
    .$dynamic();

type Asked = {
  readonly campaignId: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** What staff took down too: for the holder and staff. */
  readonly hiddenToo?: boolean;
};

/** News of a campaign, newest first, each with its corrections. */
export async function listUpdates(
  { db, fundId, cipher }: Pick<Deps, "db" | "fundId" | "cipher">,
  { campaignId, limit, cursor, hiddenToo = false }: Asked,
): Promise<Page<CampaignUpdate>> {
  const list = `updates:${campaignId}`;
  const after = decodeCursor(cipher, list, cursor)?.[0];
  const shown = hiddenToo ? undefined : isNull(campaignUpdateHidings.updateId);
  const own = and(eq(campaignUpdates.fundId, fundId), eq(campaignUpdates.campaignId, campaignId), shown);
  const rows = await select(db)
    .where(
      and(
        own,
        isNull(campaignUpdates.corrects),
        after === undefined
          ? undefined
          : sql`(${campaignUpdates.publishedAt}, ${campaignUpdates.id}) <
              (select a.published_at, a.id from campaign_updates a where a.fund_id = ${fundId} and a.id = ${after})`,
      ),
    )
    .orderBy(desc(campaignUpdates.publishedAt), desc(campaignUpdates.id))
    .limit(limit + 1);
  const page = toPage(cipher, list, rows, limit, (row) => [row.id]);
  const ids = page.items.map(({ id }) => id);
  const corrections =
    ids.length === 0
      ? []
      : await select(db)
          .where(and(own, inArray(campaignUpdates.corrects, ids)))
          .orderBy(campaignUpdates.publishedAt, campaignUpdates.id);
  return {
    ...page,
    items: page.items.map((item) => ({ ...item, corrections: corrections.filter((one) => one.corrects === item.id) })),
  };
}

export async function findUpdate(reader: Reader, fundId: string, updateId: string) {
  const [update] = await select(reader).where(
    and(eq(campaignUpdates.fundId, fundId), eq(campaignUpdates.id, updateId)),
  );
  return update;
}

/** One piece of news of this campaign, with its corrections. @throws AppError 404 */
export async function readUpdate({ db, fundId }: Deps, campaignId: string, updateId: string): Promise<CampaignUpdate> {
  const update = await findUpdate(db, fundId, updateId);
  if (update?.campaignId !== campaignId) throw notFound();
  const corrections = await select(db)
    .where(and(eq(campaignUpdates.fundId, fundId), eq(campaignUpdates.corrects, updateId)))
    .orderBy(campaignUpdates.publishedAt, campaignUpdates.id);
  return { ...update, corrections };
}
