import { readFileSync } from "node:fs";
import { z } from "zod";
import type { MatchingRule } from "../../src/domain/matching/rule.ts";
import { type Cents, cents } from "../../src/domain/money.ts";
import { sharedData } from "../places/support.ts";
import { aRule, ratio } from "../support/rules.ts";

const amount = z.int().transform((value) => cents(BigInt(value)));

const ratioRule = z.object({
  type: z.literal("ratio"),
  ratio_num: z.int(),
  ratio_den: z.int(),
  plafond_par_don_cents: amount.nullable(),
  plafond_par_campagne_cents: amount.nullable(),
  plafond_global_cents: amount,
  filtre: z.strictObject({ rural: z.literal(true).optional(), departements: z.array(z.string()).optional() }),
});

const seed = z.object({
  orgs: z.array(z.object({ id: z.string(), ville: z.string(), code_insee: z.string(), rural: z.boolean() })),
  agreements: z.array(
    z.object({
      id: z.string(),
      partner: z.string(),
      signe_le: z.iso.date().optional(),
      fin: z.iso.date().optional(),
      regle: z.union([ratioRule, z.object({ type: z.literal("palier") }), z.null()]),
    }),
  ),
  campaigns: z.array(
    z.object({
      id: z.string(),
      org: z.string(),
      titre: z.string(),
      type_lieu: z.string(),
      mode: z.string(),
      objectif_cents: amount,
      debut: z.iso.date(),
      fin: z.iso.date(),
    }),
  ),
  gifts: z.array(
    z.object({
      id: z.string(),
      donor: z.string(),
      campaign: z.string(),
      montant_cents: amount,
      date_credit: z.iso.date(),
      statut: z.enum(["encaissé", "remboursé"]),
    }),
  ),
  attendu: z.object({
    abondements: z.array(z.object({ don: z.string(), accord: z.string(), montant_cents: z.int() })),
    totaux: z.record(z.string(), z.object({ dons_cents: z.int(), abondement_cents: z.int(), total_cents: z.int() })),
  }),
});

export type DemoSeed = z.output<typeof seed>;

export function demoSeed(): DemoSeed | undefined {
  const file = sharedData("demo/demo-seed.json");
  return file === undefined ? undefined : seed.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** Gifts in the order of their credit, then of their ids as the file counts them: g9 before g10. */
export const inOrder = ({ gifts }: Pick<DemoSeed, "gifts">) =>
  gifts.toSorted((a, b) =>
    a.date_credit === b.date_credit
      ? Number(a.id.slice(1)) - Number(b.id.slice(1))
      : a.date_credit < b.date_credit
        ? -1
        : 1,
  );

export type PlayedAgreement = {
  readonly id: string;
  readonly partner: string;
  readonly potCents: Cents;
  readonly rule: MatchingRule;
};

/**
 * The agreements whose rule adds a share of each gift. Left out: ag-2 and ag-5 have no rule, and ag-3 is a threshold on
 * a filter `accessibilite`, which is no predicate of M7, by a partner who gives licences; the file expects no match of
 * it either. A bound on the whole agreement is both the pot's money and the rule's cap in all.
 */
export function playedAgreements({ agreements }: DemoSeed): readonly PlayedAgreement[] {
  return agreements.flatMap(({ id, partner, regle, signe_le, fin }, index) => {
    if (regle?.type !== "ratio" || signe_le === undefined || fin === undefined) return [];
    const rule = aRule({
      id,
      potId: `pot-${id}`,
      priority: index + 1,
      formula: ratio(BigInt(regle.ratio_num), BigInt(regle.ratio_den)),
      capPerGiftCents: regle.plafond_par_don_cents ?? undefined,
      capPerCampaignCents: regle.plafond_par_campagne_cents ?? undefined,
      capInAllCents: regle.plafond_global_cents,
      filter: regle.filtre,
      startsAt: new Date(`${signe_le}T00:00:00Z`),
      endsAt: new Date(`${fin}T23:00:00Z`),
    });
    return [{ id, partner, potCents: regle.plafond_global_cents, rule }];
  });
}

type Expected = { readonly don: string; readonly accord: string; readonly montant_cents: number };

/** In an order of its own, for comparing. */
export const sorted = (matches: readonly Expected[]): readonly Expected[] =>
  matches
    .map(({ don, accord, montant_cents }) => ({ don, accord, montant_cents }))
    .toSorted((a, b) => (`${a.don} ${a.accord}` < `${b.don} ${b.accord}` ? -1 : 1));
