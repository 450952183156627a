import { permits } from "../domain/permissions.ts";
import { type AppError, forbidden, notFound } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import {
  type Form,
  field,
  type PageContext,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  tryForm,
} from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { inRuleFields, tryRule } from "../simulation/rule-trial.ts";
import type { SimulationReport } from "../simulation/simulate-matching.ts";
import { ADD_BUTTON } from "../ui/rows.tsx";
import { changeRule } from "./change-rule.ts";
import { createRule } from "./create-rule.ts";
import type { RuleInput } from "./forms.ts";
import { readAgreement } from "./queries.ts";
import { readRuleDraft } from "./read-rule-draft.ts";
import { readRuleForm, ruleToForm, tidyRuleForm } from "./read-rule-form.ts";
import { READ_BUTTON, RuleForm } from "./rule-form.tsx";
import { RULE } from "./rule-form-messages.ts";
import { readRule } from "./rule-queries.ts";
import { RuleVersions } from "./rule-versions-view.tsx";

type Context = PageContext<"signed-in">;

const agreementPath = ({ params }: Context) => `/partenaires/${idParam(params, "id")}`;

type Shown = {
  readonly heading: Text;
  readonly note?: Text | undefined;
  readonly action: string;
};

type Answer = {
  readonly error?: AppError | undefined;
  readonly adding?: string | undefined;
  readonly reading?: Text | undefined;
  readonly report?: SimulationReport | undefined;
};

const showForm = (shown: Shown, values: Form, answer: Answer = {}) =>
  page(shown.heading, <RuleForm {...shown} {...answer} values={values} />, { width: "wide" });

type Sent = {
  readonly shown: Shown;
  readonly save: (rule: RuleInput, form: Form) => Promise<unknown>;
  readonly read: (rule: RuleInput) => Promise<Text>;
};

/** A form with three buttons: more rows, the sentence, or save. */
async function sent(context: Context, { shown, save, read }: Sent) {
  const adding = field(context.form, ADD_BUTTON);
  if (adding !== "") return showForm(shown, context.form, { adding });
  const form = tidyRuleForm(context.form);
  return tryForm(
    async () => {
      const rule = readRuleForm(form);
      if (field(form, READ_BUTTON.name) === READ_BUTTON.value)
        return showForm(shown, form, {
          reading: await read(rule),
          report: await tryRule(context.deps, context.actor, rule, form),
        });
      await save(rule, form);
      return redirect(agreementPath(context));
    },
    (error) => showForm(shown, form, { error: inRuleFields(error, "") }),
  );
}

/** Of an administrator, for a pot of this agreement. */
async function newRule(context: Context): Promise<{ readonly shown: Shown; readonly potId: string }> {
  const { deps, actor, params } = context;
  if (!permits(actor, "partner.edit")) throw forbidden();
  const potId = idParam(params, "potId");
  const agreement = await readAgreement(deps, actor, idParam(params, "id"));
  if (!agreement.pots.some((pot) => pot.id === potId)) throw notFound();
  const action = `${agreementPath(context)}/enveloppes/${potId}/regles/nouvelle`;
  return { potId, shown: { heading: RULE.newTitle, action } };
}

const creation = [
  pageRoute({
    method: "get",
    path: "/partenaires/:id/enveloppes/:potId/regles/nouvelle",
    access: "signed-in",
    run: async (context) => showForm((await newRule(context)).shown, {}),
  }),
  pageRoute({
    method: "post",
    path: "/partenaires/:id/enveloppes/:potId/regles/nouvelle",
    access: "signed-in",
    run: async (context) => {
      const { deps, actor } = context;
      const { potId, shown } = await newRule(context);
      return sent(context, {
        shown,
        save: (rule) => createRule(deps, actor, { ...rule, potId }),
        read: (rule) => readRuleDraft(deps, actor, { potId, rule }),
      });
    },
  }),
];

/** Of an administrator, for a rule of this agreement. */
async function knownRule(context: Context) {
  const { deps, actor, params } = context;
  if (!permits(actor, "partner.edit")) throw forbidden();
  const ruleId = idParam(params, "ruleId");
  const { agreementId, latest } = await readRule(deps, actor, ruleId);
  if (agreementId !== params.id) throw notFound();
  const action = `${agreementPath(context)}/regles/${ruleId}`;
  return { ruleId, latest, shown: { heading: RULE.changeTitle, note: RULE.changeNote, action } };
}

const change = [
  pageRoute({
    method: "get",
    path: "/partenaires/:id/regles/:ruleId",
    access: "signed-in",
    run: async (context) => {
      const { latest, shown } = await knownRule(context);
      return showForm(shown, { ...ruleToForm(latest), version: String(latest.version) });
    },
  }),
  pageRoute({
    method: "post",
    path: "/partenaires/:id/regles/:ruleId",
    access: "signed-in",
    run: async (context) => {
      const { deps, actor } = context;
      const { ruleId, latest, shown } = await knownRule(context);
      return sent(context, {
        shown,
        save: (rule, form) => changeRule(deps, actor, { ...rule, version: Number(field(form, "version")), ruleId }),
        read: (rule) => readRuleDraft(deps, actor, { potId: latest.potId, ruleId, rule }),
      });
    },
  }),
];

const versions = pageRoute({
  method: "get",
  path: "/partenaires/:id/regles/:ruleId/versions",
  access: "signed-in",
  run: async (context) => {
    const { deps, actor, params } = context;
    const rule = await readRule(deps, actor, idParam(params, "ruleId"));
    if (rule.agreementId !== params.id) throw notFound();
    return page(RULE.versionsTitle, <RuleVersions rule={rule} own={agreementPath(context)} />);
  },
});

export const rulePages: readonly PageRoute[] = [...creation, ...change, versions];
