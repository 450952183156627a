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

type Props = { readonly state: MatchState | undefined; readonly isSharedLater?: boolean };

/** What became of a match; no state where the rule's answer was nothing, or comes with its round's sharing. */
export const MatchTag = ({ state, isSharedLater = false }: Props) =>
  state === undefined ? (
    <StateTag
      label={MATCH_STATES[isSharedLater ? "shared-later" : "none"]}
      tone={isSharedLater ? "waiting" : "neutral"}
    />
  ) : (
    <StateTag label={MATCH_STATES[state]} tone={TONES[state]} />
  );
