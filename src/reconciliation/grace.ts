/** How long a movement and its entry may wait for each other before it is a difference, by the fund's clock. */
export const GRACE = "10 minutes";
