import { centsTyped } from "../http/form-rows.ts";
import { type Form, field } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import type { Language } from "../i18n/text.ts";
import { type PledgeForm, pledgeBody } from "./forms.ts";
import { EXPLAINED } from "./give-messages.ts";

/** What the second screen carries on from the first. */
export const KEPT_FIELDS = ["amountCents", "rewardId", "tipCents", "email", "displayName", "anonymous"] as const;

/** Reads the donor's form as the API's body. Throws with the fields to correct. */
export function readGiftForm(form: Form, language: Language, isGuest: boolean): PledgeForm {
  const typed = (name: string) => field(form, name).trim();
  return readBody(
    pledgeBody,
    {
      amountCents: centsTyped(typed("amountCents")),
      tipCents: typed("tipCents") === "" ? 0 : centsTyped(typed("tipCents")),
      rewardId: typed("rewardId") || null,
      ...(isGuest && { email: typed("email") }),
      displayName: typed("displayName"),
      anonymous: typed("anonymous") === "on",
      language,
    },
    { explained: EXPLAINED },
  );
}
