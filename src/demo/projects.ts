/** A project and its campaign, as the holder types them; dates and places come with the moment. */
export type DemoProject = {
  readonly project: {
    readonly title: string;
    readonly summary: string;
    readonly description: string;
    readonly budgetLines: readonly { readonly label: string; readonly amountCents: number }[];
    readonly fundingLines: readonly { readonly source: string; readonly amountCents: number }[];
  };
  readonly campaign: object;
};

export const BUS: DemoProject = {
  project: {
    title: "Un bus numérique pour dix-huit villages",
    summary: "Un bus équipé et deux médiatrices vont à la rencontre de celles et ceux qui n’ont ni matériel ni aide.",
    description:
      "En Lozère, la permanence la plus proche est souvent à quarante minutes de route. Notre bus s’arrête chaque semaine dans dix-huit villages, les jours de marché. À bord : dix ordinateurs, une connexion par satellite, une imprimante et deux médiatrices.\n\nOn y vient pour une déclaration en ligne, un rendez-vous médical, une visioconférence avec ses petits-enfants, ou simplement pour apprendre.",
    budgetLines: [
      { label: "Dix ordinateurs reconditionnés et leur installation", amountCents: 280_000 },
      { label: "Connexion par satellite pendant un an", amountCents: 90_000 },
      { label: "Aménagement du bus : tables, rampe d’accès, éclairage", amountCents: 180_000 },
      { label: "Formation des deux médiatrices", amountCents: 50_000 },
    ],
    fundingLines: [
      { source: "campaign", amountCents: 350_000 },
      { source: "public_grants", amountCents: 200_000 },
      { source: "own_funds", amountCents: 50_000 },
    ],
  },
  campaign: {
    title: "Un bus numérique pour dix-huit villages",
    pitch:
      "Aidez-nous à équiper le bus : avec 3 500 €, nous achetons les ordinateurs et la connexion. Le reste du budget est déjà réuni.\n\nSi l’objectif n’est pas atteint, personne n’est débité.",
    category: "mobility",
    goalCents: 350_000,
    mode: "all_or_nothing",
    stretchGoalsCents: [450_000],
    rewards: [
      { title: "Une carte postale du village de votre choix", thresholdCents: 2_000, fairValueCents: 100 },
      { title: "Votre prénom sur la carte du bus", thresholdCents: 5_000, fairValueCents: 0 },
      { title: "Une journée à bord avec l’équipe", thresholdCents: 10_000, fairValueCents: 1_500, stock: 6 },
    ],
    needs: [
      { label: "Ordinateurs portables de moins de six ans", quantity: 4 },
      { label: "Bénévoles pour une demi-journée par mois", quantity: 6 },
    ],
  },
};

export const LIBRARY: DemoProject = {
  project: {
    title: "Des tablettes à emporter à la médiathèque",
    summary: "Une malle de tablettes simples, prêtées trois semaines avec une prise en main.",
    description:
      "Beaucoup de nos lectrices et lecteurs voudraient essayer une tablette avant d’en acheter une. Nous préparons douze tablettes avec de gros caractères, une aide vocale et un carnet d’exercices, prêtées comme un livre.",
    budgetLines: [
      { label: "Douze tablettes et leurs étuis", amountCents: 190_000 },
      { label: "Carnets d’exercices imprimés", amountCents: 30_000 },
    ],
    fundingLines: [
      { source: "campaign", amountCents: 200_000 },
      { source: "own_funds", amountCents: 20_000 },
    ],
  },
  campaign: {
    title: "Des tablettes à emporter à la médiathèque",
    pitch:
      "Chaque tranche de 160 € met une tablette de plus en rayon. Votre don est débité tout de suite, et la médiathèque garde ce qui est réuni, même en dessous de l’objectif.",
    category: "equipment",
    goalCents: 200_000,
    mode: "keep_what_you_raise",
    rewards: [{ title: "Votre prénom dans le catalogue", thresholdCents: 3_000, fairValueCents: 0 }],
  },
};

export const WORKSHOPS: DemoProject = {
  project: {
    title: "Les mardis de la réparation",
    summary: "Un atelier du soir où l’on répare ensemble téléphones et ordinateurs.",
    description:
      "Tous les mardis, une équipe de bénévoles aide à changer une batterie, nettoyer un ordinateur lent ou sauver des photos. L’atelier manque d’outils et de pièces courantes.",
    budgetLines: [
      { label: "Outillage et établis", amountCents: 120_000 },
      { label: "Pièces détachées courantes", amountCents: 60_000 },
    ],
    fundingLines: [
      { source: "campaign", amountCents: 150_000 },
      { source: "own_funds", amountCents: 30_000 },
    ],
  },
  campaign: {
    title: "Les mardis de la réparation",
    pitch:
      "Avec 1 500 €, nous équipons trois établis et constituons un stock de pièces : de quoi réparer près de deux cents appareils par an.",
    category: "workshops",
    goalCents: 150_000,
    mode: "all_or_nothing",
  },
};
