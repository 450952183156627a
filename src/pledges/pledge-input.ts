import { cents } from "../domain/money.ts";
import type { Text } from "../i18n/text.ts";
import type { PledgeForm } from "./forms.ts";
import type { PledgeInput } from "./record-pledge.ts";

const NAMELESS: Text = { fr: "Anonyme", en: "Anonymous" };

/** A checked form or API body as the use case takes it. */
export const pledgeInput = (campaignId: string, form: PledgeForm): PledgeInput => ({
  campaignId,
  amountCents: cents(form.amountCents),
  tipCents: cents(form.tipCents),
  rewardId: form.rewardId ?? undefined,
  email: form.email,
  displayName: form.displayName || NAMELESS[form.language],
  anonymous: form.anonymous,
  language: form.language,
});
