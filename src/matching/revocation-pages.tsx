import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { type AppError, forbidden, notFound } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import {
  field,
  type PageContext,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  type Form as Typed,
  tryForm,
} from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import type { Text } from "../i18n/text.ts";
import { findPledge } from "../pledges/lock-pledge.ts";
import { Choice } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { formatEuros } from "../ui/format.ts";
import { describeRule } from "./describe-rule.ts";
import { partnersOfPots } from "./queries.ts";
import { pageRevocationBody } from "./revocation-forms.ts";
import { revokeMatches } from "./revoke-match.ts";
import { standingMatches } from "./standing-matches.ts";

const REVOKE = {
  title: { fr: "Abondements d’un don", en: "Matching of a gift" },
  back: { fr: "Retour au don", en: "Back to the gift" },
  none: { fr: "Aucun abondement ne tient derrière ce don.", en: "No matching stands behind this gift." },
  take: { fr: "Retirer cet abondement", en: "Take this matching back" },
  hint: {
    fr: "L’argent retourne à l’enveloppe, ou est dû par le projet s’il lui a déjà été versé. Chaque donateur concerné reçoit votre raison.",
    en: "The money goes back to the pot, or is owed by the project if it was paid already. Every donor concerned is sent your reason.",
  },
  rule: { fr: "Quelle règle", en: "Which rule" },
  scope: { fr: "Ce que vous retirez", en: "What you take back" },
  pledge: { fr: "L’abondement de ce don", en: "The matching of this gift" },
  donor: {
    fr: "Tout ce que cette règle a donné aux dons de cette personne",
    en: "All this rule gave to this person’s gifts",
  },
  campaign: { fr: "Tout ce que cette règle a donné à la collecte", en: "All this rule gave to the campaign" },
  reason: { fr: "Pourquoi ce n’était pas dû", en: "Why it was not due" },
} as const satisfies Record<string, Text>;

type Context = PageContext<"signed-in">;
type Standing = { readonly ruleId: string; readonly label: Text };

/** The rules whose matches stand behind a gift, each with what it gives. */
async function listStanding(deps: Deps, actor: Actor, pledgeId: string): Promise<readonly Standing[]> {
  if (!permits(actor, "pledge.read-any") || (await findPledge(deps.db, deps.fundId, pledgeId)) === undefined)
    throw notFound();
  if (!permits(actor, "match.revoke")) throw forbidden();
  const standing = await standingMatches(deps.db, deps.fundId, [pledgeId]);
  const partners = await partnersOfPots(
    deps,
    standing.map((match) => match.potId),
  );
  return [...new Map(standing.map((match) => [match.ruleId, match])).values()].map(({ ruleId, rule, potId }) => {
    const sum = standing.filter((other) => other.ruleId === ruleId).reduce((cents, one) => cents + one.amountCents, 0n);
    const said = describeRule(partners.get(potId) ?? "", rule);
    return {
      ruleId,
      label: { fr: `${formatEuros(sum, "fr")} : ${said.fr}`, en: `${formatEuros(sum, "en")}: ${said.en}` },
    };
  });
}

type Props = {
  readonly pledgeId: string;
  readonly standing: readonly Standing[];
  readonly typed: Typed;
  readonly error: AppError | undefined;
};

function RevocationPage({ pledgeId, standing, typed, error }: Props) {
  const t = useText();
  return (
    <>
      <h1>{t(REVOKE.title)}</h1>
      <p>
        <a href={`/dons/${pledgeId}`}>{t(REVOKE.back)}</a>
      </p>
      <ErrorSummary error={error} />
      {standing.length === 0 ? (
        <p>{t(REVOKE.none)}</p>
      ) : (
        <Form action={`/dons/${pledgeId}/abondements`}>
          <p>{t(REVOKE.hint)}</p>
          <Choice
            name="ruleId"
            legend={REVOKE.rule}
            options={standing.map(({ ruleId, label }) => ({ value: ruleId, label }))}
            value={field(typed, "ruleId") || (standing.length === 1 ? standing[0]?.ruleId : undefined)}
            errors={error?.fields}
          />
          <Choice
            name="scope"
            legend={REVOKE.scope}
            options={(["pledge", "donor", "campaign"] as const).map((value) => ({ value, label: REVOKE[value] }))}
            value={field(typed, "scope") || "pledge"}
            errors={error?.fields}
          />
          <Field
            name="reason"
            label={REVOKE.reason}
            rows={3}
            maxLength={1_000}
            value={field(typed, "reason")}
            errors={error?.fields}
          />
          <Button kind="danger">{t(REVOKE.take)}</Button>
        </Form>
      )}
    </>
  );
}

async function show({ deps, actor, params }: Context, typed: Typed = {}, error?: AppError) {
  const pledgeId = idParam(params, "id");
  const standing = await listStanding(deps, actor, pledgeId);
  return page(REVOKE.title, <RevocationPage pledgeId={pledgeId} standing={standing} typed={typed} error={error} />);
}

async function revoke({ deps, actor, params, form }: Context) {
  const pledgeId = idParam(params, "id");
  await listStanding(deps, actor, pledgeId);
  const { ruleId, scope, reason } = readBody(pageRevocationBody, {
    ruleId: field(form, "ruleId"),
    scope: field(form, "scope"),
    reason: field(form, "reason"),
  });
  const campaignId = (await findPledge(deps.db, deps.fundId, pledgeId))?.campaignId ?? "";
  const of = scope === "campaign" ? ({ kind: scope, campaignId, ruleId } as const) : { kind: scope, pledgeId, ruleId };
  await revokeMatches(deps, actor, of, reason);
  return redirect(`/dons/${pledgeId}`);
}

export const revocationPages: readonly PageRoute[] = [
  pageRoute({ method: "get", path: "/dons/:id/abondements", access: "signed-in", run: (context) => show(context) }),
  pageRoute({
    method: "post",
    path: "/dons/:id/abondements",
    access: "signed-in",
    run: (context) =>
      tryForm(
        () => revoke(context),
        (error) => show(context, context.form, error),
      ),
  }),
];
