import type { Reader } from "../db/client.ts";
import type { Actor } from "../domain/actor.ts";
import type { MatchingRule } from "../domain/matching/rule.ts";
import type { RuleTerms } from "../domain/matching/rule-terms.ts";
import { type Cents, cents } from "../domain/money.ts";
import { permits } from "../domain/permissions.ts";
import { AppError, invalidInput, notFound } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { describeRule } from "../matching/describe-rule.ts";
import { toRule } from "../matching/rule-rows.ts";
import type { RuleInput } from "../partners/forms.ts";
import { checkTerms, locateTerms, termsOf } from "../partners/rule-columns.ts";
import type { PlayedRuleInput } from "./forms.ts";
import { readSimulator, readVersion, type Simulator } from "./queries.ts";

/** A rule ready to be played. */
export type PlayedRule = {
  readonly rule: MatchingRule;
  readonly potCents: Cents;
  /** The rule as one plain sentence. */
  readonly sentence: Text;
  /** Whose members' gifts it does not match (M6). */
  readonly partnerIds: readonly string[];
  readonly signed: { readonly ruleId: string; readonly version: number } | undefined;
};

/**
 * The chosen rules with the money to play them with. A signed one plays with what its pot received (M9) unless
 * told otherwise. @throws AppError 404 for a rule of another partner, 422 for terms that contradict themselves.
 */
export async function readPlayedRules(
  tx: Reader,
  fundId: string,
  actor: Actor,
  chosen: readonly PlayedRuleInput[],
): Promise<readonly PlayedRule[]> {
  const simulator = await readSimulator(tx, fundId, actor);
  return Promise.all(
    chosen.map((one, index) =>
      one.kind === "signed" ? signedRule(tx, fundId, actor, one, index) : draftRule(tx, simulator, one, index),
    ),
  );
}

type Chosen<K extends PlayedRuleInput["kind"]> = Extract<PlayedRuleInput, { kind: K }>;

async function signedRule(
  tx: Reader,
  fundId: string,
  actor: Actor,
  { ruleId, version, potCents }: Chosen<"signed">,
  index: number,
): Promise<PlayedRule> {
  const row = await readVersion(tx, fundId, ruleId, version);
  if (row === undefined || !permits(actor, "matching.simulate", row.partnerId)) throw notFound();
  const rule = { ...toRule(row.rule), potId: potOf(index) };
  return {
    rule,
    potCents: cents(potCents ?? row.fundedCents - row.withdrawnCents),
    sentence: describeRule(row.partnerName, rule),
    partnerIds: [row.partnerId],
    signed: { ruleId: rule.id, version: rule.version },
  };
}

async function draftRule(
  tx: Reader,
  { partners }: Simulator,
  { terms: typed, potCents }: Chosen<"draft">,
  index: number,
): Promise<PlayedRule> {
  const terms = await readTerms(tx, typed, `rules.${index}.terms`);
  const name = partners.length === 1 ? partners[0]?.name : undefined;
  return {
    rule: { ...terms, id: `draft-${index + 1}`, version: 1, potId: potOf(index) },
    potCents: cents(potCents),
    sentence: {
      fr: describeRule(name ?? "le partenaire", terms).fr,
      en: describeRule(name ?? "the partner", terms).en,
    },
    partnerIds: partners.map(({ id }) => id),
    signed: undefined,
  };
}

/** No agreement yet: only what the terms say of each other can be wrong. */
async function readTerms(tx: Reader, typed: RuleInput, path: string): Promise<RuleTerms> {
  try {
    const written = termsOf(typed);
    checkTerms(written, { signedAt: written.startsAt, endsAt: written.endsAt });
    return await locateTerms(tx, written);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw invalidInput(error.fields.map((one) => ({ ...one, field: `${path}.${one.field}` })));
  }
}

/** Each plays with a pot of its own, also two versions of one rule. */
const potOf = (index: number): string => `pot-${index + 1}`;
