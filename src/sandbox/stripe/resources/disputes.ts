import type Stripe from "stripe";
import { type Context, schedule } from "../context.ts";
import { notFound, refusal } from "../errors.ts";
import { emit } from "../events.ts";
import { metadata, patchMetadata, range } from "../http/common-params.ts";
import { listRecords, matches } from "../http/list.ts";
import { boolean, emptyable, ignored, object, readParams, text, uncovered, type Values } from "../http/params.ts";
import { type Call, get, pathPart, post, type Route } from "../http/router.ts";
import { idOf } from "../ids.ts";
import { closeDispute } from "../payments/dispute.ts";

const words = emptyable(text);

const evidence = object({
  access_activity_log: words,
  billing_address: words,
  cancellation_rebuttal: words,
  customer_email_address: words,
  customer_name: words,
  enhanced_evidence: uncovered,
  product_description: words,
  refund_refusal_explanation: words,
  service_date: words,
  uncategorized_text: words,
});

const updateShape = { evidence, intended_submission_method: ignored, metadata: emptyable(metadata), submit: boolean };

export const disputeRoutes: readonly Route[] = [
  get("/v1/disputes", (call) =>
    listRecords(
      call,
      call.ctx.db.all("dispute"),
      { created: range, charge: text, payment_intent: text },
      (dispute, wanted) =>
        matches(wanted.charge, idOf(dispute.charge)) &&
        matches(wanted.payment_intent, idOf(dispute.payment_intent)) &&
        (wanted.created?.(dispute.created) ?? true),
    ),
  ),
  get("/v1/disputes/:dispute", (call) => {
    readParams({}, call.params);
    return disputeOf(call);
  }),
  post("/v1/disputes/:dispute", (call) => answer(call.ctx, disputeOf(call), readParams(updateShape, call.params))),
  post("/v1/disputes/:dispute/close", (call) => {
    readParams({}, call.params);
    const dispute = disputeOf(call);
    assertOpen(dispute);
    return closeDispute(call.ctx, dispute, "lost");
  }),
];

function disputeOf(call: Call): Stripe.Dispute {
  const dispute = call.ctx.db.get("dispute", pathPart(call, "dispute"));
  if (dispute === undefined) throw notFound("dispute", pathPart(call, "dispute"), "dispute");
  return dispute;
}

function assertOpen(dispute: Stripe.Dispute): void {
  if (dispute.status === "needs_response" || dispute.status === "warning_needs_response") return;
  throw refusal(`This dispute has a status of ${dispute.status} and can't be changed any more.`, {
    code: "status_transition_invalid",
  });
}

/** Evidence is submitted unless `submit` says to wait; the bank's decision comes a moment later. */
function answer(ctx: Context, before: Stripe.Dispute, given: Values<typeof updateShape>): Stripe.Dispute {
  const { evidence: added, submit = true } = given;
  if (added !== undefined) assertOpen(before);
  const submitted = added !== undefined && submit;
  const kept = Object.fromEntries(Object.entries(added ?? {}).filter(([, value]) => value !== undefined));
  const after = ctx.db.put("dispute", {
    ...before,
    evidence: { ...before.evidence, ...kept },
    metadata: patchMetadata(before.metadata, given.metadata),
    evidence_details: {
      ...before.evidence_details,
      has_evidence: before.evidence_details.has_evidence || added !== undefined,
      submission_count: before.evidence_details.submission_count + (submitted ? 1 : 0),
      submission_method: submitted ? "manual" : before.evidence_details.submission_method,
    },
    status: submitted ? reviewed(before.status) : before.status,
  });
  emit(ctx, "charge.dispute.updated", after, { status: before.status });
  if (submitted) schedule(ctx, "close_dispute", before.id, ctx.settings.asyncDelayMs);
  return after;
}

function reviewed(status: Stripe.Dispute.Status): Stripe.Dispute.Status {
  return status === "warning_needs_response" ? "warning_under_review" : "under_review";
}
