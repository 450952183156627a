import { centsTyped, closeUp, filledRows, rowsToForm, wholeTyped } from "../http/form-rows.ts";
import { type Form, field } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { eurosForInput } from "../ui/format.ts";
import { EXPLAINED } from "./form-messages.ts";
import { type CampaignInput, campaignBody } from "./forms.ts";
import { dayOf, lastDayBefore } from "./paris-days.ts";
import type { CampaignDetail } from "./queries.ts";

export const REWARD_ROWS = {
  list: "rewards",
  columns: ["title", "thresholdCents", "fairValueCents", "stock"],
} as const;
export const NEED_ROWS = { list: "needs", columns: ["label", "quantity", "neededOn"] } as const;
export const STRETCH_ROWS = { list: "stretchGoalsCents", columns: [""] } as const;

const SHORTFALL = {
  kind: "shortfall.kind",
  minimum: "shortfall.minimumCents",
  topUp: "shortfall.topUpMaxBps",
} as const;

/** The form as it is shown again after an error: rows closed up. */
export const tidyForm = (form: Form): Form =>
  [REWARD_ROWS, NEED_ROWS, STRETCH_ROWS].reduce((tidied, rows) => closeUp(tidied, rows), form);

/** Reads a tidied form as the API's body. Throws with the fields to correct. */
export function readCampaignForm(form: Form): CampaignInput {
  const typed = (name: string) => field(form, name).trim();
  const optionalCents = (name: string) => (typed(name) === "" ? null : centsTyped(typed(name)));
  return readBody(
    campaignBody,
    {
      title: field(form, "title"),
      pitch: field(form, "pitch"),
      category: typed("category") === "" ? null : typed("category"),
      goalCents: centsTyped(typed("goalCents")),
      mode: typed("mode"),
      startsOn: typed("startsOn"),
      deadlineOn: typed("deadlineOn"),
      shortfall: shortfallTyped(typed),
      matchingCounts: typed("matchingCounts") !== "no",
      matchCeilingCents: optionalCents("matchCeilingCents"),
      stretchGoalsCents: filledRows(form, STRETCH_ROWS).map((row) => centsTyped(row[""] ?? "")),
      rewards: filledRows(form, REWARD_ROWS).map((row) => ({
        title: row.title,
        thresholdCents: centsTyped(row.thresholdCents ?? ""),
        fairValueCents: row.fairValueCents === "" ? 0 : centsTyped(row.fairValueCents ?? ""),
        stock: row.stock === "" ? null : wholeTyped(row.stock ?? ""),
      })),
      needs: filledRows(form, NEED_ROWS).map((row) => ({
        label: row.label,
        quantity: wholeTyped(row.quantity || "1"),
        neededOn: row.neededOn === "" ? null : row.neededOn,
      })),
    },
    { explained: EXPLAINED },
  );
}

/** Only all-or-nothing can fall short: with the other mode what was typed here says nothing. */
function shortfallTyped(typed: (name: string) => string) {
  const kind = typed(SHORTFALL.kind);
  if (kind === "" || typed("mode") === "keep_what_you_raise") return { kind: "fail_and_refund" };
  if (kind === "accept_minimum") return { kind, minimumCents: centsTyped(typed(SHORTFALL.minimum)) };
  if (kind === "reserve_top_up") return { kind, topUpMaxBps: bpsTyped(typed(SHORTFALL.topUp)) };
  return { kind };
}

/** `2,5` percent as 250 basis points; anything else stays itself, for the schema to refuse. */
function bpsTyped(text: string): number | string {
  const [, whole, decimals = ""] = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(text) ?? [];
  return whole === undefined ? text : Number(whole) * 100 + Number(decimals.padEnd(2, "0"));
}

/** What a campaign and its project say, without what has come of it. */
export type StoredCampaign = Omit<CampaignDetail, "organisation" | "progress" | "changes">;

/** A stored campaign as the fields of its form. */
export const campaignToForm = (campaign: StoredCampaign): Form => ({
  title: campaign.title,
  pitch: campaign.pitch,
  category: campaign.category ?? "",
  goalCents: eurosForInput(campaign.goalCents),
  mode: campaign.mode,
  startsOn: dayOf(campaign.startsAt),
  deadlineOn: lastDayBefore(campaign.deadlineAt),
  [SHORTFALL.kind]: campaign.shortfallPolicy,
  [SHORTFALL.minimum]: euros(campaign.minimumCents),
  [SHORTFALL.topUp]: campaign.topUpMaxBps === null ? "" : eurosForInput(BigInt(campaign.topUpMaxBps)),
  matchingCounts: campaign.matchingCounts ? "yes" : "no",
  matchCeilingCents: euros(campaign.matchCeilingCents),
  ...rowsToForm(
    STRETCH_ROWS.list,
    campaign.stretchGoalsCents.map((amount) => ({ "": euros(amount) })),
  ),
  ...rowsToForm(
    REWARD_ROWS.list,
    campaign.rewards.map((reward) => ({
      title: reward.title,
      thresholdCents: euros(reward.thresholdCents),
      fairValueCents: euros(reward.fairValueCents),
      stock: reward.stock === null ? "" : String(reward.stock),
    })),
  ),
  ...rowsToForm(
    NEED_ROWS.list,
    campaign.needs.map((need) => ({
      label: need.label,
      quantity: String(need.quantity),
      neededOn: need.neededOn ?? "",
    })),
  ),
});

const euros = (cents: bigint | null): string => (cents === null ? "" : eurosForInput(cents));
