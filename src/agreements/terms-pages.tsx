import type { ComponentChildren } from "preact";
import { findOrganisation } from "../campaigns/holder.ts";
import { fundNow } from "../db/clock.ts";
import { permits } from "../domain/permissions.ts";
import { type AppError, forbidden, invalidInput } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import {
  type Form,
  field,
  type PageContext,
  type PageResult,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  tryForm,
} from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { PARTNERS } from "../partners/page-messages.ts";
import { findByNumber } from "../partners/queries.ts";
import { ADD_BUTTON } from "../ui/rows.tsx";
import { Arrived, Recipient } from "./arrived.tsx";
import { comparisonWords } from "./comparison.ts";
import { currentTerms } from "./current-terms.ts";
import { openNegotiation } from "./open-negotiation.ts";
import { TERMS } from "./page-messages.ts";
import { proposeVersion } from "./propose-version.ts";
import { type AgreementLife, readLife } from "./queries.ts";
import { readTermsForm, termsToForm, tidyTerms, withFormFields } from "./read-terms-form.ts";
import {
  openStep,
  type RuleStep,
  RuleStepForm,
  sentStep,
  stepAsks,
  type Trial,
  takeRule,
  tryStep,
} from "./rule-step.tsx";
import { TermsForm } from "./terms-form.tsx";
import { askedOf, newLine, rearranged, withLines } from "./terms-rows.ts";

type Context = PageContext<"signed-in">;

/** A form of terms at one address: whom it is for, and what sending it does. */
type Desk = {
  readonly heading: Text;
  readonly action: string;
  readonly partnerName: string;
  readonly before: (values: Form, error: AppError | undefined) => Promise<{ body: ComponentChildren; values: Form }>;
  readonly send: (form: Form) => Promise<string>;
};

async function showTerms(desk: Desk, values: Form, more: { error?: AppError; moreDue?: number } = {}) {
  const { heading, action, partnerName } = desk;
  const { body, values: shown } = await desk.before(values, more.error);
  const props = { heading, action, partnerName, values: shown, ...more };
  return page(heading, <TermsForm {...props}>{body}</TermsForm>);
}

const showStep = (desk: Desk, step: RuleStep, more: { error?: AppError; trial?: Trial } = {}) =>
  page(TERMS.ruleTitle, <RuleStepForm step={step} action={desk.action} {...more} />, { width: "wide" });

/** Sends the terms, or shows the form again: rearranged, with a rule's own form, or with what is to be corrected. */
async function sent(context: Context, desk: Desk): Promise<PageResult> {
  const { form } = context;
  const step = sentStep(form);
  if (step !== undefined) return await sentRule(context, desk, step);
  const asked = askedOf(field(form, ADD_BUTTON));
  if (asked !== undefined) {
    const { [ADD_BUTTON]: _, ...draft } = form;
    const opened = openStep(draft, asked);
    if (opened !== undefined) return showStep(desk, opened);
    return await showTerms(desk, rearranged(draft, asked), asked.kind === "add-due" ? { moreDue: asked.line } : {});
  }
  const tidy = tidyTerms(form);
  return await tryForm(
    async () => redirect(await desk.send(tidy)),
    (error) => showTerms(desk, tidy, { error: withFormFields(error) }),
  );
}

async function sentRule({ deps, actor }: Context, desk: Desk, step: RuleStep): Promise<PageResult> {
  const asks = stepAsks(step);
  if (asks === "keep") return await showTerms(desk, step.draft);
  if (asks === "more") return showStep(desk, step);
  return await tryForm(
    async () =>
      asks === "try"
        ? showStep(desk, step, { trial: await tryStep(deps, actor, desk.partnerName, step) })
        : await showTerms(desk, takeRule(step)),
    (error) => showStep(desk, step, { error }),
  );
}

const organisationsOf = async ({ deps, actor }: Context) => {
  const found = await Promise.all(actor.memberships.map((one) => findOrganisation(deps.db, one.organisationId)));
  return found.flatMap((one) => (one === undefined ? [] : [one]));
};

async function newDesk(context: Context): Promise<Desk> {
  const { deps, actor } = context;
  const isFund = permits(actor, "partner.edit");
  const organisations = isFund ? [] : await organisationsOf(context);
  if (!isFund && organisations.length === 0) throw forbidden();
  return {
    heading: TERMS.newTitle,
    action: "/partenaires/proposition",
    partnerName: organisations.length === 1 ? (organisations[0]?.name ?? "") : "",
    before: async (values, error) => ({
      body: <Recipient organisations={organisations} values={values} errors={error?.fields} />,
      values,
    }),
    send: async (form) => {
      const partnerId = isFund ? await findByNumber(deps, actor, field(form, "number")) : field(form, "partnerId");
      if (partnerId === undefined) throw invalidInput([{ field: "number", message: PARTNERS.numberUnknown }]);
      if (partnerId === "") throw invalidInput([{ field: "partnerId", message: TERMS.whichOrganisation }]);
      const terms = readTermsForm(form);
      const message = field(form, "message").trim();
      return `/partenaires/${await openNegotiation(deps, actor, { partnerId, message, terms })}`;
    },
  };
}

const opening: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/partenaires/proposition",
    access: "signed-in",
    run: async (context) => showTerms(await newDesk(context), withLines({}, [newLine("money")])),
  }),
  pageRoute({
    method: "post",
    path: "/partenaires/proposition",
    access: "signed-in",
    run: async (context) => sent(context, await newDesk(context)),
  }),
];

async function answerDesk(context: Context): Promise<{ readonly desk: Desk; readonly life: AgreementLife }> {
  const { deps, actor, params } = context;
  const agreementId = idParam(params, "id");
  const life = await readLife(deps, actor, agreementId);
  const { agreement, open } = life;
  if (!permits(actor, "agreement.negotiate", agreement.partnerId)) throw forbidden();
  const desk: Desk = {
    heading: open === undefined ? TERMS.amendTitle : TERMS.counterTitle,
    action: `/partenaires/${agreementId}/proposition`,
    partnerName: agreement.partnerName,
    before: async (values, error) => {
      if (error?.type !== "version-arrived") return { body: <Answers values={values} />, values };
      const { open: now, versions } = await readLife(deps, actor, agreementId);
      const read = versions.find((one) => String(one.version) === field(values, "answers"));
      const answering = { ...values, answers: String(versions.at(-1)?.version ?? 0) };
      const changes =
        now === undefined || read === undefined ? [] : comparisonWords(agreement.partnerName, read.terms, now.terms);
      const body = (
        <>
          <Answers values={answering} />
          {now !== undefined && <Arrived version={now} changes={changes} own={`/partenaires/${agreementId}`} />}
        </>
      );
      return { body, values: answering };
    },
    send: async (form) => {
      const answers = Number(field(form, "answers"));
      const terms = readTermsForm(form);
      await proposeVersion(deps, actor, { agreementId, answers, message: field(form, "message").trim(), terms });
      return `/partenaires/${agreementId}/echanges`;
    },
  };
  return { desk, life };
}

/** The version that was read, which the answer names. */
const Answers = ({ values }: { readonly values: Form }) => (
  <input type="hidden" name="answers" value={field(values, "answers")} />
);

const answering: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/partenaires/:id/proposition",
    access: "signed-in",
    run: async (context) => {
      const { desk, life } = await answerDesk(context);
      const terms = currentTerms(life, await fundNow(context.deps.db));
      const answers = String(life.versions.at(-1)?.version ?? 0);
      return await showTerms(desk, { ...(terms && termsToForm(terms)), answers });
    },
  }),
  pageRoute({
    method: "post",
    path: "/partenaires/:id/proposition",
    access: "signed-in",
    run: async (context) => sent(context, (await answerDesk(context)).desk),
  }),
];

export const termsPages: readonly PageRoute[] = [...opening, ...answering];
