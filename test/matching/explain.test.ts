import { expect, test } from "vitest";
import { type Bound, evaluateRules, type MatchTrace, type RuleWithUsage } from "../../src/domain/matching/evaluate.ts";
import type { Formula } from "../../src/domain/matching/rule.ts";
import { cents } from "../../src/domain/money.ts";
import { explainTrace, shownBound, type TraceCause, type Viewer } from "../../src/matching/explain.ts";
import { storedTrace } from "../../src/matching/stored-trace.ts";
import { fc } from "../support/property.ts";
import { aGift, aRule, noUsage, ratio } from "../support/rules.ts";

const candidate: RuleWithUsage = {
  rule: aRule({ capPerDonorCents: cents(5_000n) }),
  gift: aGift({ baseCents: cents(2_500n) }),
  usage: noUsage(),
};

type Change = {
  readonly rule?: Partial<RuleWithUsage["rule"]>;
  readonly gift?: Partial<RuleWithUsage["gift"]>;
  readonly usage?: Partial<RuleWithUsage["usage"]>;
  readonly potCents?: bigint;
  readonly ceilingCents?: bigint;
  /** Another rule answers first. */
  readonly earlier?: Partial<RuleWithUsage["rule"]>;
};

type As = { readonly viewer?: Viewer; readonly cause?: TraceCause | undefined };

function explained(change: Change, { viewer = "donor", ...asked }: As = {}) {
  const rule = { ...candidate.rule, ...change.rule };
  const own = { rule, gift: { ...candidate.gift, ...change.gift }, usage: { ...candidate.usage, ...change.usage } };
  const earlier = change.earlier && { ...own, rule: aRule({ id: "earlier", priority: 0, ...change.earlier }) };
  const rules = earlier === undefined ? [own] : [earlier, own];
  const ceiling = change.ceilingCents === undefined ? undefined : cents(change.ceilingCents);
  const traces = evaluateRules(rules, new Map([["pot-a", cents(change.potCents ?? 100_000n)]]), ceiling);
  const trace = traces.at(-1) as MatchTrace;
  const { headline, details } = explainTrace(
    {
      ...trace,
      partnerName: "Fondation du Lien",
      rule,
      cause: "cause" in asked ? asked.cause : "pledge",
      trace: storedTrace(trace, rules),
    },
    viewer,
  );
  const words = (language: "fr" | "en") =>
    [headline, ...details].map((text) => text[language].replace(/[\u00a0\u202f]/g, " "));
  return { boundBy: trace.boundBy, fr: words("fr"), en: words("en") };
}

const usedByDonor = (value: bigint): Change => ({ usage: { usedByDonorCents: cents(value) } });

const fifty = (reward: Extract<Formula, { kind: "threshold" }>["reward"]): Formula => ({
  kind: "threshold",
  uniqueDonors: 50,
  goalPercent: 30,
  reward,
});
const lump = { kind: "lump", lumpCents: cents(50_000n) } as const;
const reached = { progress: { uniqueDonors: 50, raisedCents: cents(90_000n) } };

test("M12: a gift matched in full says so, with what counted", () => {
  expect(explained({}).fr).toEqual([
    "Fondation du Lien ajoute 25 € à ce don.",
    "Le don au projet est de 25 €.",
    "À raison de 1 € pour 1 €, cela fait 25 €.",
    "Aucun plafond n’a joué : tout le don est abondé.",
    "Le don a été enregistré le 1er juin 2026 à 12:00.",
    "Lieu du projet : Creuse (23) – CC Marche et Combraille en Aquitaine (200067593) – commune rurale – zone FRR.",
    "Avec ce don, la collecte comptait 1 donateur et 50 € de dons pour un objectif de 3 000 €.",
  ]);
});

/** One example of every bound: a new one without words and example does not compile. */
const EXAMPLES: Readonly<Record<Bound, { readonly change: Change; readonly fr: RegExp }>> = {
  formula: { change: { rule: { formula: ratio(1n, 2n) } }, fr: /cela fait 12,50 €\./ },
  cap_per_gift: { change: { rule: { capPerGiftCents: cents(900n) } }, fr: /s’arrête à 9 € par don/ },
  cap_per_donor: { change: usedByDonor(4_000n), fr: /Il restait 10 € sur le plafond par personne/ },
  cap_per_campaign: {
    change: { rule: { capPerCampaignCents: cents(2_000n) }, usage: { usedByCampaignCents: cents(2_000n) } },
    fr: /a reçu tout ce que la règle lui accorde/,
  },
  cap_per_period: {
    change: {
      rule: { capPerPeriodCents: cents(2_000n), capPeriod: "day" },
      usage: { usedInPeriodCents: cents(1_500n) },
    },
    fr: /Il restait 5 € sur ce que la règle accorde dans cette période/,
  },
  cap_in_all: {
    change: { rule: { capInAllCents: cents(2_000n) }, usage: { usedInAllCents: cents(2_000n) } },
    fr: /a accordé tout ce qu’elle peut accorder/,
  },
  campaign_ceiling: { change: { ceilingCents: 700n }, fr: /limite le total de ses abondements : il restait 7 €/ },
  held_share: { change: { usage: { heldForOthersCents: cents(99_000n) } }, fr: /il restait 10 € pour ce projet/ },
  pot: { change: { potCents: 1_234n }, fr: /Il restait 12,34 € dans l’enveloppe/ },
  stacking: { change: { rule: { stacking: "if_first" }, earlier: {} }, fr: /les deux ne s’ajoutent pas/ },
  before_start: { change: { rule: { startsAt: new Date("2026-12-01T00:00:00Z") } }, fr: /pas encore commencé/ },
  after_end: { change: { rule: { endsAt: new Date("2026-02-01T00:00:00Z") } }, fr: /était terminée/ },
  donor_is_holder: { change: { gift: { donorIsHolder: true } }, fr: /structure qui porte le projet/ },
  donor_is_partner: { change: { gift: { donorIsPartner: true } }, fr: /membres du partenaire/ },
  below_minimum_gift: { change: { rule: { minimumGiftCents: cents(9_000n) } }, fr: /plus petit que le minimum/ },
  place_not_covered: { change: { rule: { filter: { qpv: true } } }, fr: /lieu du projet n’est pas de ceux/ },
  category_not_covered: { change: { rule: { filter: { categories: ["other"] } } }, fr: /cette catégorie/ },
  no_needs_in_kind: { change: { rule: { filter: { needsInKind: true } } }, fr: /matériel ou de coups de main/ },
  too_few_donors: { change: { rule: { minimumDonors: 4 } }, fr: /Il manquait 3 donateurs différents : / },
  threshold_not_reached: {
    change: { rule: { formula: fifty(lump) } },
    fr: /Il manquait 49 donateurs différents et 850 € de dons : Fondation du Lien ajoute alors 500 €\./,
  },
  lump_already_granted: {
    change: { rule: { formula: fifty(lump) }, usage: { ...reached, lumpStands: true } },
    fr: /qu’une fois par collecte/,
  },
  shared_at_round_end: {
    change: { rule: { formula: { kind: "pro_rata", budgetCents: cents(9_000n) } } },
    fr: /partage son argent à la fin de la période/,
  },
};

test.each(Object.entries(EXAMPLES))("M12: %s has words for each who may ask, in both languages", (bound, example) => {
  for (const viewer of ["donor", "holder", "partner", "staff"] as const) {
    const { boundBy, fr, en } = explained(example.change, { viewer });

    expect(boundBy).toBe(bound);
    expect(fr).toHaveLength(en.length);
    for (const text of [...fr, ...en]) expect(text).toMatch(/^[A-ZÀÉ€\d].*\.$/);
  }
  expect(explained(example.change).fr.join(" ")).toMatch(example.fr);
});

test("M12: an answer of nothing has its reason too", () => {
  expect(explained({ potCents: 0n }).fr).toContain("L’enveloppe du partenaire est vide pour l’instant.");
  expect(explained(usedByDonor(5_000n)).fr).toContain("Les dons précédents ont atteint le plafond par personne.");
  expect(explained({ gift: { donorIsHolder: true } }).en.slice(0, 2)).toEqual([
    "Fondation du Lien adds nothing by this rule.",
    "Members of the organisation behind the project may give, and their gifts are not matched.",
  ]);
});

test("X6: what a donor gave elsewhere and whom they belong to stays from the holder's eyes", () => {
  const holder = (change: Change) => explained(change, { viewer: "holder" }).fr;

  expect(holder(usedByDonor(4_000n)).join(" ")).not.toMatch(/Il restait|Enveloppe :|plafond par personne :/);
  expect(holder(usedByDonor(4_000n))).toContain("Le plafond par personne a limité l’abondement.");
  for (const viewer of ["holder", "partner"] as const) {
    const [one, other] = [{ gift: { donorIsHolder: true } }, { gift: { donorIsPartner: true } }];
    expect(explained(one, { viewer }).fr[1]).toBe(explained(other, { viewer }).fr[1]);
    expect(shownBound("donor_is_holder", viewer)).toBe(shownBound("donor_is_partner", viewer));
  }
});

test("M12: partner and staff read every cap and the pot before and after", () => {
  for (const viewer of ["partner", "staff"] as const) {
    const { fr } = explained(usedByDonor(4_000n), { viewer });
    expect(fr).toContain("Enveloppe : 1 000 € avant, 990 € après.");
    expect(fr).toContain("Reste du plafond par personne : 10 € possibles.");
  }
});

test("M15: a threshold's sum is granted whole, to the gift that reaches it", () => {
  const { fr } = explained({ rule: { formula: fifty(lump), capPerDonorCents: undefined }, usage: reached });

  expect(fr.slice(0, 4)).toEqual([
    "Fondation du Lien ajoute 500 € à ce don.",
    "Le don au projet est de 25 €.",
    "La collecte a atteint le seuil : la règle accorde 500 €, une fois.",
    "Aucun plafond n’a joué : la somme entière est accordée.",
  ]);
});

test("M5: a quote says what is still missing with this gift, and nothing of the past", () => {
  const { fr, en } = explained({ rule: { formula: fifty(ratio(2n, 1n)) } }, { cause: undefined });

  expect(fr.at(-1)).toBe(
    "Après ce don, il manque encore 49 donateurs différents et 850 € de dons : Fondation du Lien abonde alors les dons suivants.",
  );
  expect(en.at(-1)).toMatch(/^After this gift there are still missing 49 different donors and €850 of gifts: /);
});

test("M11, M15: freed money and rounds say why they came later", () => {
  const later = explained({ usage: { usedByGiftCents: cents(1_000n) } }, { cause: "backfill" });
  const shared = explained({}, { cause: "round", viewer: "partner" });
  const apart = explained({ potCents: 0n, gift: { baseCents: cents(0n) } }, { cause: "round" });

  expect(later.fr.slice(0, 2)).toEqual([
    "Fondation du Lien ajoute encore 15 € à ce don.",
    "De l’argent s’est libéré dans l’enveloppe : il complète d’abord les dons les plus anciens qui n’avaient pas tout reçu.",
  ]);
  expect(shared.fr[0]).toBe("Fondation du Lien ajoute 25 € à ce don : sa part du partage de fin de période.");
  expect(shared.fr.at(-1)).toBe("Enveloppe : 1 000 € avant, 975 € après.");
  expect(apart.fr[1]).toBe("Ce don n’a pas pris part au partage.");
});

const amount = fc.bigInt(0n, 10_000n).map(cents);
const cap = fc.option(fc.bigInt(1n, 10_000n).map(cents), { nil: undefined });

test("M12: over any rule, gift and usage the amounts said are those of the trace", () => {
  fc.assert(
    fc.property(amount, amount, amount, cap, cap, cap, (base, pot, used, perGift, perCampaign, inAll) => {
      const change: Change = {
        rule: { capPerGiftCents: perGift, capPerCampaignCents: perCampaign, capInAllCents: inAll },
        gift: { baseCents: base },
        usage: { usedByCampaignCents: used, usedInAllCents: used },
        potCents: pot,
      };

      const { fr, en } = explained(change, { viewer: "staff" });

      expect(fr.at(-1)).toMatch(/^Enveloppe : .* avant, .* après\.$/);
      expect(fr).toHaveLength(en.length);
      for (const text of [...fr, ...en]) expect(text).not.toMatch(/undefined|NaN/);
    }),
  );
});
