import type { PledgeState } from "./pledge.ts";
import { SETTLEMENT_WINDOW_DAYS } from "./settlement.ts";

const DAY_MS = 86_400_000;
/** How long before the deadline a donor learns that their card will have ended by then. */
export const EXPIRY_TOLD_DAYS = 31;

type Chargeable = {
  readonly state: PledgeState;
  readonly nextChargeAt: Date | null;
  readonly isHeld: boolean;
};

/** A donor may put another card in the place of the saved one until it is charged, and between two tries to charge it. */
export const canChangeMethod = ({ state, nextChargeAt, isHeld }: Chargeable): boolean =>
  !isHeld && (state === "authorised" || (state === "charging" && nextChargeAt !== null));

/** Whether a card (its last good day, `2027-08-31`) ends before the last day on which it may be charged. */
export const endsBeforeCharge = (cardExpiresOn: string | null, deadlineAt: Date): boolean =>
  cardExpiresOn !== null &&
  cardExpiresOn < new Date(deadlineAt.getTime() + SETTLEMENT_WINDOW_DAYS * DAY_MS).toISOString().slice(0, 10);
