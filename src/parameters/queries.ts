import { and, desc, eq } from "drizzle-orm";
import { dayOf } from "../campaigns/paris-days.ts";
import { fundNow } from "../db/clock.ts";
import { parameters } from "../db/schema/parameters.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { PARAMETER_NAMES, PARAMETERS, type ParameterName } from "../domain/parameters.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { parametersOn } from "./read-parameters.ts";

/** What holds today and every value ever set, the newest first. */
export async function readParameters(deps: Deps, actor: Actor) {
  if (!permits(actor, "parameter.read")) throw notFound();
  const today = dayOf(await fundNow(deps.db));
  const values = await parametersOn(deps.db, deps.fundId, today);
  const history = await deps.db
    .select()
    .from(parameters)
    .where(and(eq(parameters.fundId, deps.fundId)))
    .orderBy(desc(parameters.validFrom), desc(parameters.setAt));
  return {
    today,
    inForce: PARAMETER_NAMES.map((name) => ({ name, unit: PARAMETERS[name].unit, value: values[name] })),
    history: history.map((row) => ({
      name: row.name as ParameterName,
      unit: PARAMETERS[row.name as ParameterName].unit,
      value: row.value,
      validFrom: row.validFrom,
      source: row.source,
    })),
  };
}

export type Parameters = Awaited<ReturnType<typeof readParameters>>;
