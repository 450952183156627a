import { beforeEach, expect, test } from "vitest";
import type { Visitor } from "../../src/http/api-kit.ts";
import { reconcileStripe } from "../../src/reconciliation/reconcile-stripe.ts";
import { stripeReconciliationApi } from "../../src/reconciliation/stripe-api.ts";
import { sweepStripe } from "../../src/reconciliation/sweep-stripe.ts";
import { testDatabase } from "../support/database.ts";
import { aUser } from "../support/deps.ts";
import { actor, testBooks } from "./stripe-support.ts";

const database = testDatabase();
const books = testBooks(database);
let auditor: Visitor;

type Answer = { items: Record<string, unknown>[]; nextCursor: string | null };

async function get<T = Answer>(path: string, query: Record<string, string> = {}, params = {}, as = auditor) {
  const route = stripeReconciliationApi.find((each) => each.path === path);
  return (await route?.prepare(books().deps, as, { params, query, body: undefined })()) as T;
}

beforeEach(async () => {
  auditor = await aUser(database.db, { staffRoles: ["auditor"] });
  for (const amount of [1_000, 2_000, 3_000]) {
    const charge = await books().charge(amount);
    if (amount !== 2_000) await books().book(charge, BigInt(amount));
  }
  await sweepStripe(books().deps, actor);
  await books().passGrace();
  await reconcileStripe(books().deps, actor);
});

test.each([
  ["/balance-transactions", 3, 1, "id"],
  ["/stripe-events", undefined, undefined, "eventId"],
  ["/differences", 1, 1, "id"],
])("%s is paged through without losing or repeating a row", async (path, all, open, id) => {
  const whole = await get(path, { limit: "100" });
  const paged: unknown[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const page: Answer = await get(path, { limit: "1", ...(cursor === "" ? {} : { cursor }) });
    paged.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  }

  expect(paged).toEqual(whole.items);
  expect(new Set(whole.items.map((item) => item[id])).size).toBe(whole.items.length);
  expect(whole.items.length).toBe(all ?? whole.items.length);
  expect((await get(path, { open: "true", limit: "100" })).items.length).toBe(open ?? whole.items.length);
});

test("nobody but the fund's staff sees them: to others they do not exist (X1)", async () => {
  const member = await aUser(database.db, { memberships: [{ organisationId: auditorId(), role: "owner" }] });

  for (const { path } of stripeReconciliationApi) {
    await expect(get(path, {}, { day: "2026-01-01" }, member)).rejects.toMatchObject({ status: 404 });
  }
});

const auditorId = () => (auditor.kind === "user" ? auditor.userId : "");

test("a cursor of another list is refused", async () => {
  const { nextCursor } = await get("/balance-transactions", { limit: "1" });

  await expect(get("/stripe-events", { cursor: nextCursor ?? "" })).rejects.toMatchObject({ status: 422 });
});

test("a day's statement stands by category beside what ties of it (R1)", async () => {
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" }).format(new Date());

  const summary = await get<object>("/stripe-days/{day}", {}, { day });
  const empty = await get<object>("/stripe-days/{day}", {}, { day: "2020-02-29" });

  expect(summary).toEqual({
    categories: [
      { category: "charge", transactions: 3, open: 1, grossCents: 6_000n, feeCents: 165n, netCents: 5_835n },
    ],
    netCents: 5_835n,
    tiedCents: 3_890n,
    openDifferences: 1,
  });
  expect(empty).toMatchObject({ categories: [], netCents: 0n });
});
