import type { Card, Gift } from "./give.ts";

const FIRST_NAMES = "Alma,Basile,Chloé,Driss,Elsa,Fabien,Gisèle,Hugo,Inaya,Jules".split(",");
const LAST_NAMES = "Aubrac,Boralde,Colagne,Dourbie".split(",");
const EUROS = [20, 50, 100, 30, 75, 25, 150, 40, 60, 35];

/** What goes otherwise than well, by the donor's place in the row; everyone else pays by a good card. */
const TROUBLE: Readonly<Record<number, { readonly card: Card; readonly secondCard?: Card }>> = {
  6: { card: "declined" },
  17: { card: "declined", secondCard: "good" },
  21: { card: "asksEachTime" },
  25: { card: "noFunds" },
  28: { card: "declinesLater" },
  33: { card: "declinesLater" },
};

const donor = (index: number): Gift => ({
  name: `${FIRST_NAMES[index % 10]} ${LAST_NAMES[Math.floor(index / 10)]}`,
  email: `donateur-${index + 1}@example.org`,
  amountCents: BigInt(EUROS[index % 10] ?? 0) * 100n,
  tipCents: index % 5 === 0 ? 200n : 0n,
  ...TROUBLE[index],
});

/** Forty fictional donors who come at once. */
export const CROWD: readonly Gift[] = Array.from({ length: 40 }, (_, index) => donor(index));

/** Whose card is saved without Stripe's message ever reaching us. */
export const UNHEARD = donor(39).email;
/** Whose bank wants to hear from them. */
export const ASKED = donor(21).email;
/** Whose card is declined at the charge and who then fills the account; the other such donor never does. */
export const LATE_PAYER = donor(28).email;
export const NEVER_PAYS = donor(33).email;
