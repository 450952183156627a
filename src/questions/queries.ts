import { and, desc, eq, isNotNull, isNull, lt, or } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { campaignQuestions } from "../db/schema/campaign-life.ts";
import type { Deps } from "../deps.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";

/** Without its author's address: no page shows that (X7). */
export type Question = {
  readonly id: string;
  readonly name: string;
  readonly body: string;
  readonly createdAt: Date;
  readonly answer: string | null;
  readonly answeredAt: Date | null;
  readonly refusal: string | null;
};

const SHOWN = {
  id: campaignQuestions.id,
  name: campaignQuestions.name,
  body: campaignQuestions.body,
  createdAt: campaignQuestions.createdAt,
  answer: campaignQuestions.answer,
  answeredAt: campaignQuestions.answeredAt,
  refusal: campaignQuestions.refusal,
};

type Asked = { readonly campaignId: string; readonly limit: number; readonly cursor?: string | undefined };

/** Questions that have their answer, the latest asked first: everybody reads them. */
export const listAnswered = (deps: Pick<Deps, "db" | "fundId" | "cipher">, asked: Asked): Promise<Page<Question>> =>
  list(deps, "answered", asked, and(isNotNull(campaignQuestions.answeredAt), isNull(campaignQuestions.refusedAt)));

type Waiting = { readonly [of in "answeredAt" | "refusedAt" | "withdrawnAt"]: Date | null };

/** Whether it waits for an answer; one whose author was erased does not any more (X5). */
export const isOpen = ({ answeredAt, refusedAt, withdrawnAt }: Waiting): boolean =>
  answeredAt === null && refusedAt === null && withdrawnAt === null;

const IS_OPEN = and(
  isNull(campaignQuestions.answeredAt),
  isNull(campaignQuestions.refusedAt),
  isNull(campaignQuestions.withdrawnAt),
);

/** For the holder and staff: those that wait, and apart from them those that have had an answer; none withdrawn. */
export const listOpen = (deps: Pick<Deps, "db" | "fundId" | "cipher">, asked: Asked): Promise<Page<Question>> =>
  list(deps, "open", asked, IS_OPEN);
export const listClosed = (deps: Pick<Deps, "db" | "fundId" | "cipher">, asked: Asked): Promise<Page<Question>> =>
  list(deps, "closed", asked, or(isNotNull(campaignQuestions.answeredAt), isNotNull(campaignQuestions.refusedAt)));

async function list(
  { db, fundId, cipher }: Pick<Deps, "db" | "fundId" | "cipher">,
  which: string,
  { campaignId, limit, cursor }: Asked,
  condition: ReturnType<typeof and>,
): Promise<Page<Question>> {
  const name = `questions:${which}:${campaignId}`;
  const after = decodeCursor(cipher, name, cursor)?.[0];
  const rows = await db
    .select(SHOWN)
    .from(campaignQuestions)
    .where(
      and(
        eq(campaignQuestions.fundId, fundId),
        eq(campaignQuestions.campaignId, campaignId),
        condition,
        after === undefined ? undefined : lt(campaignQuestions.id, after),
      ),
    )
    .orderBy(desc(campaignQuestions.id))
    .limit(limit + 1);
  return toPage(cipher, name, rows, limit, (row) => [row.id]);
}

export const countOpen = (reader: Reader, fundId: string, campaignId: string): Promise<number> =>
  reader.$count(
    campaignQuestions,
    and(eq(campaignQuestions.fundId, fundId), eq(campaignQuestions.campaignId, campaignId), IS_OPEN),
  );

/** With its author's address, for the letter alone. */
export async function findQuestion(reader: Reader, fundId: string, questionId: string) {
  const [question] = await reader
    .select()
    .from(campaignQuestions)
    .where(and(eq(campaignQuestions.fundId, fundId), eq(campaignQuestions.id, questionId)));
  return question;
}
