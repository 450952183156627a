import type { cooperationAgreements } from "../db/schema/index.ts";
import type { AgreementDates } from "../domain/matching/rule-terms.ts";
import { agreementNotInForce, changesByAmendment } from "./messages.ts";

type Held = Pick<typeof cooperationAgreements.$inferSelect, "state" | "signedVersion" | "signedAt" | "endsAt">;

/**
 * An agreement recorded from paper is set up by an administrator while it is in force. What both sides signed here
 * changes by what both sides sign.
 * @throws AppError 409
 */
export function paperDates({ state, signedVersion, signedAt, endsAt }: Held): AgreementDates {
  if (signedVersion !== null) throw changesByAmendment();
  if (state !== "in_force" || signedAt === null || endsAt === null) throw agreementNotInForce();
  return { signedAt, endsAt };
}
