import { and, desc, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Reader } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { safetyChanges, users } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { confirmationObstacle, isPersonal, SAFETY_RULES, safetyState } from "../domain/safety.ts";
import { notFound } from "../errors.ts";
import { listStaff } from "../identity/queries.ts";
import { ruleOf } from "./lock-change.ts";
import { safetyCents } from "./read-safety.ts";

const MOST = 200;

/** What is in force, for all and for single approvers, and every change, the newest first. */
export async function readSafety(deps: Deps, actor: Actor) {
  if (!permits(actor, "safety.read") || actor.kind !== "user") throw notFound();
  const now = await fundNow(deps.db);
  const changes = (await listChanges(deps.db, deps.fundId)).map((row) => ({ ...row, state: safetyState(row, now) }));
  const inForce = [];
  for (const rule of SAFETY_RULES) inForce.push({ rule, cents: await safetyCents(deps.db, deps.fundId, rule) });
  const approvers = (await listStaff(deps.db)).filter(({ roles }) =>
    roles.some((role) => role === "authoriser" || role === "paymaster"),
  );
  const own = [];
  for (const { id, name } of approvers) {
    for (const rule of SAFETY_RULES.filter(isPersonal)) {
      if (changes.some((one) => one.rule === rule && one.userId === id && one.state === "in-effect"))
        own.push({ rule, userId: id, name, cents: await safetyCents(deps.db, deps.fundId, rule, id) });
    }
  }
  const mayChange = permits(actor, "safety.change");
  return {
    inForce,
    own,
    approvers: approvers.map(({ id, name, email }) => ({ id, name, email })),
    changes: changes.map((row) => ({
      ...row,
      mayConfirm: mayChange && confirmationObstacle(row, actor.userId, row.fromCents, now) === undefined,
      mayCancel: mayChange && (row.state === "proposed" || row.state === "confirmed"),
    })),
    mayChange,
  };
}

export type Safety = Awaited<ReturnType<typeof readSafety>>;
export type ListedChange = Safety["changes"][number];

async function listChanges(reader: Reader, fundId: string) {
  const concerned = alias(users, "concerned");
  const rows = await reader
    .select({ change: safetyChanges, proposer: users.name, person: concerned.name })
    .from(safetyChanges)
    .innerJoin(users, eq(users.id, safetyChanges.proposedBy))
    .leftJoin(concerned, eq(concerned.id, safetyChanges.userId))
    .where(eq(safetyChanges.fundId, fundId))
    .orderBy(desc(safetyChanges.id))
    .limit(MOST);
  return rows.map(({ change: { fundId: _, ...change }, proposer, person }) => ({
    ...change,
    rule: ruleOf(change.rule),
    proposer,
    person,
  }));
}

/** One change as its letter tells it. */
export async function findForLetter(reader: Reader, fundId: string, changeId: string) {
  const [row] = await reader
    .select()
    .from(safetyChanges)
    .where(and(eq(safetyChanges.fundId, fundId), eq(safetyChanges.id, changeId)));
  if (row === undefined) return undefined;
  const change = { ...row, rule: ruleOf(row.rule) };
  return { ...change, state: safetyState(change, await fundNow(reader)) };
}
