import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import {
  carriedOver,
  joinLines,
  type Movements,
  partMatches,
  type ResourceKind,
  type YearEndLine,
  yearEndLines,
} from "../domain/dedicated-funds.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { parisYear } from "../receipts/paris-year.ts";

/** One funder's money for one project over a year; without a project, what its pot still holds. Euro cents. */
export type DedicatedFund = Movements & {
  readonly kind: ResourceKind;
  /** Null: the public, through its gifts. */
  readonly funder: string | null;
  readonly project: string | null;
  readonly carriedCents: bigint;
};

export type DedicatedFunds = {
  readonly year: number;
  readonly isOver: boolean;
  readonly funds: readonly DedicatedFund[];
  readonly totals: Movements & { readonly carriedCents: bigint };
  readonly lines: readonly YearEndLine[];
};

/**
 * Money given for projects that no grant has used yet, by the time entries were recorded, as in the trial balance: the
 * accounts of gifts and matches of campaigns and of pots. Used is what became a grant: from then on it is owed to the
 * project's holder and no longer a dedicated fund.
 */
export async function readDedicatedFunds(deps: Deps, actor: Actor, year: number): Promise<DedicatedFunds> {
  if (!permits(actor, "books.read")) throw notFound();
  const { startsAt, endsAt } = parisYear(year);
  const span = { from: startsAt.toISOString(), until: endsAt.toISOString() };
  const accounts = await accountMovements(deps, span);
  const pots = new Map((await potNames(deps)).map((pot) => [pot.id, pot]));
  const moved = await matchMovements(deps, span);
  const funds = accounts.flatMap((account): readonly Omit<DedicatedFund, "carriedCents">[] => {
    if (account.kind === "gifts:campaign")
      return [{ ...account, kind: "generosity", funder: null, project: account.title }];
    const pot = pots.get(account.owner);
    if (account.kind === "pot:partner")
      return [{ ...account, kind: kindOf(pot), funder: pot?.partner ?? account.owner, project: null }];
    const closingCents = carriedOver(account);
    const parts = moved.filter(({ owner }) => owner === account.owner);
    return partMatches({ openingCents: account.openingCents, closingCents, pots: parts }).map(({ potId, ...part }) => ({
      ...part,
      kind: kindOf(pots.get(potId)),
      funder: pots.get(potId)?.partner ?? potId,
      project: account.title,
    }));
  });
  const shown = funds.filter((fund) => Object.values(movementsOf(fund)).some((cents) => cents !== 0n));
  const totals = shown.reduce(add, { openingCents: 0n, receivedCents: 0n, movedCents: 0n, usedCents: 0n });
  const [{ over } = { over: false }] = await deps.db.execute<{ over: boolean }>(
    sql`select fund_now() >= ${span.until}::timestamptz as over`,
  );
  return {
    year,
    isOver: over,
    funds: shown.map((fund) => ({
      ...movementsOf(fund),
      kind: fund.kind,
      funder: fund.funder,
      project: fund.project,
      carriedCents: carriedOver(fund),
    })),
    totals: { ...totals, carriedCents: carriedOver(totals) },
    lines: joinLines(shown.flatMap((fund) => yearEndLines(fund.kind, fund))),
  };
}

const movementsOf = ({ openingCents, receivedCents, movedCents, usedCents }: Movements): Movements => ({
  openingCents,
  receivedCents,
  movedCents,
  usedCents,
});

const add = (sum: Movements, one: Movements): Movements => ({
  openingCents: sum.openingCents + one.openingCents,
  receivedCents: sum.receivedCents + one.receivedCents,
  movedCents: sum.movedCents + one.movedCents,
  usedCents: sum.usedCents + one.usedCents,
});

type Span = { readonly from: string; readonly until: string };
type AccountRow = Record<"owner" | "opening" | "received" | "moved" | "used", string> & {
  kind: "gifts:campaign" | "match:campaign" | "pot:partner";
  title: string | null;
};

/** What each account held and what moved on it: with a grant (used), between pots and campaigns, or from outside. */
async function accountMovements({ db, fundId }: Deps, { from, until }: Span) {
  const rows = await db.execute<AccountRow>(sql`
    select a.kind, right(a.code, 36) as owner, c.title,
      coalesce(sum(-x.amount_cents) filter (where x.before), 0) as opening,
      coalesce(sum(-x.amount_cents) filter (where not x.before and x.class = 'used'), 0) as used,
      coalesce(sum(-x.amount_cents) filter (where not x.before and x.class = 'moved'), 0) as moved,
      coalesce(sum(-x.amount_cents) filter (where not x.before and x.class = 'received'), 0) as received
    from accounts a
    left join campaigns c on c.fund_id = a.fund_id and c.id::text = right(a.code, 36)
    join (
      select p.account, p.amount_cents, e.recorded_at < ${from}::timestamptz as before,
        case when t.grants then 'used' when t.pots and t.matches then 'moved' else 'received' end as class
      from postings p
      join journal_entries e on e.fund_id = p.fund_id and e.id = p.entry_id
      cross join lateral (select bool_or(o.account like 'grant:%') as grants, bool_or(o.account like 'pot:partner:%') as pots,
          bool_or(o.account like 'match:campaign:%') as matches
        from postings o where o.fund_id = e.fund_id and o.entry_id = e.id) t
      where p.fund_id = ${fundId} and e.recorded_at < ${until}::timestamptz
        and (p.account like 'gifts:campaign:%' or p.account like 'match:campaign:%' or p.account like 'pot:partner:%')
    ) x on x.account = a.code
    where a.fund_id = ${fundId} group by a.kind, a.code, c.title order by a.kind, c.title, a.code`);
  return rows.map((row) => ({
    kind: row.kind,
    owner: row.owner,
    title: row.title,
    openingCents: BigInt(row.opening),
    receivedCents: BigInt(row.received),
    movedCents: BigInt(row.moved),
    usedCents: BigInt(row.used),
  }));
}

/** What each pot put into each campaign's matches, before the year and in it, less what came back. */
async function matchMovements({ db, fundId }: Deps, { from, until }: Span) {
  const rows = await db.execute<Record<"owner" | "pot" | "before" | "during", string>>(sql`
    select right(m.account, 36) as owner, right(p.account, 36) as pot,
      coalesce(sum(p.amount_cents) filter (where e.recorded_at < ${from}::timestamptz), 0) as before,
      coalesce(sum(p.amount_cents) filter (where e.recorded_at >= ${from}::timestamptz), 0) as during
    from journal_entries e
    join postings p on p.fund_id = e.fund_id and p.entry_id = e.id and p.account like 'pot:partner:%'
    join postings m on m.fund_id = e.fund_id and m.entry_id = e.id and m.account like 'match:campaign:%'
    where e.fund_id = ${fundId} and e.recorded_at < ${until}::timestamptz
      and not exists (select from postings g where g.fund_id = e.fund_id and g.entry_id = e.id and g.account like 'grant:%')
    group by 1, 2 order by 1, 2`);
  return rows.map((row) => ({
    owner: row.owner,
    potId: row.pot,
    movedBeforeCents: BigInt(row.before),
    movedCents: BigInt(row.during),
  }));
}

type PotName = { id: string; partner: string; nature: string | null; legalForm: string };

const potNames = ({ db, fundId }: Deps) =>
  db.execute<PotName>(sql`
    select p.id, o.name || ' (' || a.reference || ')' as partner, c.nature, o.legal_form as "legalForm"
    from matching_pots p
    join cooperation_agreements a on a.fund_id = p.fund_id and a.id = p.agreement_id
    join organisations o on o.id = a.partner_id
    left join commitments c on c.fund_id = p.fund_id and c.pot_id = p.id
    where p.fund_id = ${fundId}`);

/** Mécénat is generosity, a subsidy of a public body a grant, all else a contribution. */
function kindOf(pot: PotName | undefined): ResourceKind {
  if (pot?.nature === "corporate_giving") return "generosity";
  const isPublic = pot?.legalForm === "local_authority" || pot?.legalForm === "public_body";
  return isPublic || pot?.nature === "grant" ? "grants" : "contributions";
}
