import type { CampaignState as State } from "../domain/campaign.ts";
import { StateTag } from "../ui/show.tsx";
import { STATE_NAMES } from "./messages.ts";

const TONES = {
  draft: "neutral",
  submitted: "waiting",
  changes_requested: "waiting",
  approved: "waiting",
  scheduled: "waiting",
  live: "good",
  settling: "waiting",
  succeeded: "good",
  failed: "bad",
  suspended: "bad",
  cancelled: "neutral",
} as const satisfies Record<State, string>;

export const CampaignState = ({ state }: { readonly state: State }) => (
  <StateTag label={STATE_NAMES[state]} tone={TONES[state]} />
);
