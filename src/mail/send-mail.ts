import type { Deps } from "../deps.ts";
import { AppError, InvariantViolation } from "../errors.ts";
import type { JobPayload } from "../jobs/catalogue.ts";
import { isErasedAddress } from "../personal-data/erasure-person.ts";
import type { Mailer } from "./mailer.ts";
import { TEMPLATES } from "./templates.ts";

/**
 * Writes the letter about a subject from what the database says now, and sends it. A subject that no longer needs
 * the letter gets none. After a crash the same letter may go out twice; it holds a link, never a decision.
 */
export async function sendMail(deps: Deps & { readonly mailer: Mailer }, job: JobPayload<"send-mail">): Promise<void> {
  const write = TEMPLATES[job.template];
  if (write === undefined) throw new InvariantViolation(`no letter is called ${job.template}`);
  const letter = await write(deps, job.subjectId).catch(noneOfWhatIsGone);
  // X5: whoever was erased is written to no more.
  if (letter !== undefined && !isErasedAddress(letter.to)) await deps.mailer.deliverMail(letter);
}

/** What a letter is about may be gone by the time it is written. */
function noneOfWhatIsGone(error: unknown): undefined {
  if (!(error instanceof AppError) || error.status !== 404) throw error;
}
