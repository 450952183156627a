/** How long a checkout stays open and its matches are held (M5). Stripe keeps one open for at least 30 minutes. */
export const CHECKOUT_MINUTES = 31;
