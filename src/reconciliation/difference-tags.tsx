import { urgencyOf } from "../domain/difference.ts";
import type { Text } from "../i18n/text.ts";
import { StateTag } from "../ui/show.tsx";
import { BANK } from "./bank-page-messages.ts";
import { daysOld } from "./difference-messages.ts";

const stateText = (state: string): Text =>
  state === "open" ? BANK.stateOpen : state === "explained" ? BANK.stateExplained : BANK.stateClosed;

const TONES = { fresh: "neutral", waiting: "waiting", late: "bad" } as const;

/** How long it has been open; the colour says how pressing it is. */
export const Age = ({ days }: { readonly days: number }) => (
  <StateTag label={daysOld(days)} tone={TONES[urgencyOf(days)]} />
);

/** Where a difference stands: to be explained, to be closed, or closed. */
export const DifferenceState = ({ state }: { readonly state: string }) => (
  <StateTag label={stateText(state)} tone={state === "closed" ? "good" : "waiting"} />
);
