import type { Context } from "../context.ts";
import { invalidRequest } from "../errors.ts";
import type { RecordKind } from "../records.ts";
import { isRecord } from "./params.ts";

const maxDepth = 4;

const kindsByPrefix: Readonly<Record<string, readonly RecordKind[]>> = {
  acct: ["account"],
  ch: ["charge"],
  cs: ["checkout_session"],
  cus: ["customer", "deleted_customer"],
  du: ["dispute"],
  evt: ["event"],
  mandate: ["mandate"],
  pi: ["payment_intent"],
  pm: ["payment_method"],
  po: ["payout"],
  py: ["charge"],
  pyr: ["refund"],
  re: ["refund"],
  setatt: ["setup_attempt"],
  seti: ["setup_intent"],
  tr: ["transfer"],
  trr: ["transfer_reversal"],
  txn: ["balance_transaction"],
};

/** Fields that hold an id or an object: one that is null just now may be expanded all the same. */
const expandable = new Set([
  ...["account", "application", "application_fee", "balance_transaction", "charge", "customer", "destination"],
  ...["destination_payment", "destination_payment_refund", "failure_balance_transaction", "invoice", "latest_attempt"],
  ...["latest_charge", "mandate", "on_behalf_of", "original_payout", "payment_intent", "payment_link"],
  ...["payment_method", "payment_record", "reversed_by", "review", "setup_intent", "single_use_mandate", "source"],
  ...["source_refund", "source_transaction", "source_transfer", "source_transfer_reversal", "subscription"],
  ...["test_clock", "transfer", "transfer_reversal"],
]);

/** Fields that only an expansion brings, by the kind of object that has them. */
export type Includes = Readonly<Record<string, (ctx: Context, owner: Record<string, unknown>) => unknown>>;

/** Replaces ids by their objects along each path (`latest_charge.balance_transaction`, `data.source`), four deep at most. */
export function expandPaths(ctx: Context, answer: unknown, paths: readonly string[], includes: Includes): unknown {
  return paths.reduce((result, path) => {
    const steps = path.split(".");
    if (steps.length > (steps[0] === "data" ? maxDepth + 1 : maxDepth)) {
      throw invalidRequest(`You cannot expand more than ${maxDepth} levels of a property. Property: ${path}`, {
        param: "expand",
      });
    }
    return expandStep(ctx, result, steps, path, includes);
  }, answer);
}

function expandStep(ctx: Context, value: unknown, steps: readonly string[], path: string, includes: Includes): unknown {
  if (Array.isArray(value)) return value.map((item) => expandStep(ctx, item, steps, path, includes));
  const [step, ...rest] = steps;
  if (step === undefined || value === null) return value;
  if (!isRecord(value)) throw notExpandable(path);
  const include = includes[`${String(value.object)}.${step}`];
  if (!(step in value) && include === undefined) throw notExpandable(path);
  const found = include !== undefined && !isRecord(value[step]) ? include(ctx, value) : value[step];
  if (found === null && !expandable.has(step)) throw notExpandable(path);
  const expanded = typeof found === "string" ? lookUp(ctx, found, path) : found;
  return { ...value, [step]: expandStep(ctx, expanded, rest, path, includes) };
}

function lookUp(ctx: Context, id: string, path: string): unknown {
  const kinds = kindsByPrefix[id.slice(0, id.indexOf("_"))];
  if (kinds === undefined) throw notExpandable(path);
  for (const kind of kinds) {
    const found = ctx.db.get(kind, id) ?? ctx.store.view("").get(kind, id);
    if (found !== undefined) return found;
  }
  return id;
}

function notExpandable(path: string) {
  return invalidRequest(
    `This property cannot be expanded (${path}). You may want to try expanding 'data.${path}' or a different property.`,
    { param: "expand" },
  );
}
