import { StateTag } from "../ui/show.tsx";
import type { MatchState } from "./explain-pledge.ts";
import { MATCH_STATES } from "./messages.ts";

const TONES = {
  reserved: "waiting",
  committed: "good",
  paid: "good",
  released: "neutral",
  reversed: "neutral",
  clawback_due: "bad",
} as const satisfies Record<MatchState, string>;

/** What became of a match; undefined where the rule's answer was nothing. */
export const MatchTag = ({ state }: { readonly state: MatchState | undefined }) => (
  <StateTag label={MATCH_STATES[state ?? "none"]} tone={state === undefined ? "neutral" : TONES[state]} />
);
