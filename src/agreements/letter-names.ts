/** The letters about an agreement, by the name their jobs carry. */
export const LETTERS = [
  "agreement-proposed",
  "agreement-to-sign",
  "agreement-in-force",
  "agreement-abandoned",
  "agreement-suspension-asked",
  "agreement-suspended",
  "agreement-resumed",
  "agreement-ended",
  "agreement-delivery",
  "agreement-delivery-answered",
] as const;
