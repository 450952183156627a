import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, expect, test } from "vitest";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts, move } from "../../src/domain/ledger.ts";
import { beat } from "../../src/jobs/heartbeat.ts";
import { enqueue } from "../../src/jobs/outbox.ts";
import { postEntry } from "../../src/ledger/post-entry.ts";
import { storeEvents } from "../../src/payments/receive-webhook.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { checkBooks } from "../../src/self-check/check-books.ts";
import { findOverdue } from "../../src/self-check/find-overdue.ts";
import { lastBookCheck } from "../../src/self-check/queries.ts";
import { signIn, testApp } from "../support/app.ts";
import { moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aStaffMember } from "../support/grants.ts";

const database = testDatabase();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db);
  await database.db.execute(sql`delete from heartbeats`);
  await asOwner(sql`delete from outbox`);
});

const asOwner = (...statements: ReturnType<typeof sql>[]) =>
  database.owner.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`alter table journal_entries disable trigger append_only`);
    for (const statement of statements) await tx.execute(statement);
    await tx.execute(sql`alter table journal_entries enable always trigger append_only`);
  });

const postToBank = () =>
  inTransaction(deps.db, (tx) =>
    postEntry(tx, deps.fundId, worker("test"), {
      key: `test:${uuidv7()}`,
      kind: "test",
      occurredAt: new Date(),
      source: "test",
      postings: move(accounts.suspense, accounts.bankOutgoing, 100n),
    }),
  );

/** Of two hours ago. */
const aCapturedGift = () =>
  asOwner(sql`insert into pledges (fund_id, id, campaign_id, donor_id, email, display_name, amount_cents, state, mode,
      created_at, checkout_expires_at, captured_at, captured_cents)
    values (${deps.fundId}, ${uuidv7()}, ${uuidv7()}, ${uuidv7()}, 'a@example.org', 'A', 1000, 'captured',
      'keep_what_you_raise', fund_now(), fund_now(), fund_now() - interval '2 hours', 1000)`);

/** Imported just now, up to some days ago. */
const aStatement = (daysAgo: number) => sql`insert into bank_statements (fund_id, id, statement_id, iban_fingerprint,
    iban_masked, from_on, to_on, opening_cents, closing_cents, imported_at)
  select ${deps.fundId}, ${uuidv7()}, 'S', 'f', 'FR…', d, d, 0, 0, fund_now()
  from (select (fund_now() at time zone 'Europe/Paris')::date - ${daysAgo}::int as d) x`;

/** Whose window ended two days ago. */
const aSettlement = (
  campaignId: string,
) => sql`insert into settlements (fund_id, id, campaign_id, state, started_at, window_ends_at)
  values (${deps.fundId}, ${uuidv7()}, ${campaignId}, 'charging', fund_now() - interval '9 days', fund_now() - interval '2 days')`;

const aSentOrder = (daysAgo: number) => [
  sql`alter table disbursements disable trigger user`,
  sql`insert into disbursements (fund_id, id, grant_id, instalment_id, rail, amount_cents, purpose,
    state, end_to_end_id, content_hash, requested_by, bank_account_id, created_at, sent_at, payment_file_id)
  values (${deps.fundId}, ${uuidv7()}, ${uuidv7()}, ${uuidv7()}, 'sepa', 5000, 'Tranche', 'sent', ${uuidv7()}, 'h', ${uuidv7()},
    ${uuidv7()}, fund_now(), fund_now() - ${daysAgo}::int * interval '1 day', ${uuidv7()})`,
];

test("a base where all is well is looked over and found well", async () => {
  await beat(deps.db, "sweep-campaigns");

  expect(await checkBooks(deps)).toEqual([]);
  expect(await lastBookCheck(deps.db, deps.fundId)).toMatchObject({ findings: [] });
});

test("P5: a campaign that waits for a bank's answer to a debit is not late", async () => {
  const campaignId = uuidv7();
  const debit = sql`insert into pledges (fund_id, id, campaign_id, donor_id, email, display_name, amount_cents, state, mode,
      created_at, checkout_expires_at, pending_since)
    values (${deps.fundId}, ${uuidv7()}, ${campaignId}, ${uuidv7()}, 'a@example.org', 'A', 1000, 'charging',
      'all_or_nothing', fund_now(), fund_now(), fund_now() - interval '10 days')`;

  await asOwner(aSettlement(campaignId), debit);

  expect(await checkBooks(deps)).toEqual([]);
});

test("L3: a balance changed behind the ledger's back is found", async () => {
  await postToBank();

  await asOwner(
    sql`update accounts set debit_cents = debit_cents + 1 where fund_id = ${deps.fundId} and code = 'suspense'`,
  );

  const [finding] = await checkBooks(deps);
  expect(finding).toMatchObject({ invariant: "L3 every balance is the sum of its postings", subject: "suspense" });
  expect((await lastBookCheck(deps.db, deps.fundId))?.findings).toEqual([finding]);
  const auditor = await signIn(testApp(deps, { apiRoutes, pageRoutes }), (await aStaffMember(deps, "auditor")).email);
  const page = (await auditor.get("/livres").expect(200)).text.replaceAll("\u00a0", " ");
  expect(page).toContain("Compte d’attente");
  expect(page).toContain("Solde gardé : 1,01 € ; somme des lignes : 1 €");
});

test.each([
  [
    "a sweep that sleeps",
    () =>
      database.db.execute(
        sql`insert into heartbeats (name, last_success_at) values ('sweep-charges', clock_timestamp() - interval '20 minutes')`,
      ),
    "every recurring job ended well lately",
  ],
  [
    "the sweep of Stripe that sleeps",
    () =>
      database.db.execute(
        sql`insert into heartbeats (name, last_success_at) values ('sweep-stripe', clock_timestamp() - interval '1 day')`,
      ),
    "every recurring job ended well lately",
  ],
  [
    "a Stripe payout that no statement followed",
    () =>
      inTransaction(deps.db, (tx) =>
        tx.execute(sql`insert into stripe_payouts (fund_id, id, amount_cents, state, arrives_at)
          values (${deps.fundId}, 'po_silent', 5000, 'paid', fund_now() - interval '6 days')`),
      ),
    "R1 a bank statement comes within five days of a Stripe payout",
  ],
  [
    "an entry without a seal",
    async () => {
      await postToBank();
      await asOwner(sql`update journal_entries set recorded_at = fund_now() - interval '16 minutes'`);
    },
    "L5 every entry is sealed within a quarter of an hour",
  ],
  [
    "a transfer that no statement followed",
    async () => {
      await postToBank();
      await asOwner(sql`update journal_entries set recorded_at = fund_now() - interval '6 days'`);
    },
    "R1 a bank statement comes within five days of a transfer",
  ],
  [
    "a job that nobody takes",
    async () => {
      await inTransaction(deps.db, (tx) => enqueue(tx, "settle-campaign", { campaignId: uuidv7() }));
      await asOwner(sql`update outbox set created_at = clock_timestamp() - interval '11 minutes'`);
    },
    "jobs leave the outbox within ten minutes",
  ],
  ["charges of which no webhook told", () => aCapturedGift(), "S2 webhooks come while there are charges"],
  [
    "a webhook that nobody applies",
    () =>
      asOwner(sql`insert into stripe_events (fund_id, source, event_id, type, object_kind, object_id, received_at)
        values (${deps.fundId}, 'platform', ${uuidv7()}, 'charge.updated', 'charge', 'ch_1', fund_now() - interval '2 hours')`),
    "S2 webhooks are applied within an hour",
  ],
  [
    "a campaign that nothing decides",
    () => asOwner(aSettlement(uuidv7())),
    "P5 every campaign is decided within a day of its window's end",
  ],
  [
    "a refund that Stripe never takes",
    () =>
      asOwner(sql`insert into refunds (fund_id, id, pledge_id, charge_id, reason, amount_cents, gift_cents, state, created_at)
        values (${deps.fundId}, ${uuidv7()}, ${uuidv7()}, 'ch_1', 'late_money', 500, 0, 'requested', fund_now() - interval '2 days')`),
    "F5 every refund owed is sent to Stripe within a day",
  ],
  [
    "charges that only the sweep heard of",
    async () => {
      await aCapturedGift();
      await inTransaction(deps.db, (tx) =>
        storeEvents(tx, deps.fundId, [
          {
            id: `evt_${uuidv7()}`,
            type: "charge.updated",
            objectKind: "charge",
            objectId: "ch_1",
            apiVersion: undefined,
            createdAt: new Date(),
          },
        ]),
      );
    },
    "S2 webhooks come while there are charges",
  ],
  [
    "a transfer that an old statement, imported late, does not reach",
    async () => {
      await postToBank();
      await asOwner(sql`update journal_entries set recorded_at = fund_now() - interval '6 days'`, aStatement(7));
    },
    "R1 a bank statement comes within five days of a transfer",
  ],
  [
    "a Stripe payout that an old statement, imported late, does not reach",
    () =>
      asOwner(
        sql`insert into stripe_payouts (fund_id, id, amount_cents, state, arrives_at)
          values (${deps.fundId}, 'po_late', 5000, 'paid', fund_now() - interval '6 days')`,
        aStatement(7),
      ),
    "R1 a bank statement comes within five days of a Stripe payout",
  ],
  [
    "a transfer that the bank's statements never debit",
    () => asOwner(...aSentOrder(9), aStatement(3)),
    "R1 the bank debits a transfer within five days",
  ],
])("the dead-man check tells of %s", async (_, happen, name) => {
  await happen();

  expect((await checkBooks(deps)).map(({ invariant }) => invariant)).toContain(name);
});

test("a webhook that came since, and statements that reach as far, are nothing overdue", async () => {
  await aCapturedGift();
  await postToBank();
  await asOwner(
    sql`update journal_entries set recorded_at = fund_now() - interval '6 days'`,
    ...aSentOrder(4),
    aStatement(1),
    sql`insert into heartbeats (name, last_success_at) values (${`stripe-webhook:${deps.fundId}`}, fund_now() - interval '2 hours')`,
  );

  const overdue = (await findOverdue(deps.db, deps.fundId)).map(({ invariant }) => invariant);

  expect(overdue.filter((name) => /^(S2 webhooks come|R1)/.test(name))).toEqual([]);
});

test("the dead-man check tells of a job that never ended well since it was first looked for", async () => {
  await checkBooks(deps);
  const atFirst = await findOverdue(deps.db, deps.fundId);
  await asOwner(sql`update heartbeats set last_success_at = last_success_at - interval '1 day'`);

  const later = await findOverdue(deps.db, deps.fundId);

  const sleeping = (found: typeof later) => found.filter(({ invariant }) => invariant.startsWith("every recurring"));
  expect(sleeping(atFirst)).toEqual([]);
  expect(sleeping(later).map(({ subject }) => subject)).toContain("sweep-stripe");
});

test("a look over the books that is too old vouches for nothing: staff are told that the check itself sleeps", async () => {
  await checkBooks(deps);
  const staff = await signIn(testApp(deps, { apiRoutes, pageRoutes }), (await aStaffMember(deps, "auditor")).email);
  const fresh = (await staff.get("/livres")).text;
  await moveClock(database, undefined, 3_600);

  const old = (await staff.get("/livres")).text;
  const inbox = (await staff.get("/a-decider")).text;

  expect(fresh).toContain("Tous les contrôles sont vérifiés.");
  expect(old).not.toContain("Tous les contrôles sont vérifiés.");
  expect(old).toContain("Le contrôle automatique ne tourne plus");
  expect(inbox).toContain("Le contrôle automatique ne tourne plus");
});

test("a job handed over just now is not late where the fund's clock was moved ahead", async () => {
  await moveClock(database, undefined, 3_600);
  await inTransaction(deps.db, (tx) => enqueue(tx, "settle-campaign", { campaignId: uuidv7() }));

  expect(await findOverdue(deps.db, deps.fundId)).toEqual([]);
});

test("what a look found is never changed, deleted or emptied", async () => {
  await checkBooks(deps);

  for (const change of [
    sql`update book_checks set findings = '[]'`,
    sql`delete from book_checks`,
    sql`truncate book_checks`,
  ])
    await expect(database.owner.execute(change)).rejects.toMatchObject({
      cause: { constraint_name: "book_checks_append_only" },
    });
});
