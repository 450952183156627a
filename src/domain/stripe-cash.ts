/** Stripe takes no payment below it. */
export const LEAST_PAYMENT_CENTS = 50n;
/** How long Stripe keeps a transfer nobody took before it sends it back by itself. */
const KEPT_DAYS = 75;
/** A rest too small for a payment waits for more on a pot's account; for longer than this, a person decides. */
const PATIENCE_DAYS = 7;

const DAY_MS = 86_400_000;

export const returnsByItselfOn = (arrivedAt: Date): Date => new Date(arrivedAt.getTime() + KEPT_DAYS * DAY_MS);

export const hasWaitedLong = (arrivedAt: Date, now: Date): boolean =>
  now.getTime() - arrivedAt.getTime() > PATIENCE_DAYS * DAY_MS;
