import { listDisbursements } from "../disbursements/queries.ts";
import { readDisbursementForm } from "../disbursements/read-form.ts";
import { requestDisbursement } from "../disbursements/request-disbursement.ts";
import { cents } from "../domain/money.ts";
import { type AppError, invalidInput } from "../errors.ts";
import { fileMissing } from "../evidence/messages.ts";
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
import { readBody } from "../http/read-body.ts";
import { addEvidenceFile, removeEvidenceFile } from "./add-evidence-file.ts";
import { amendmentPages } from "./amendment-pages.tsx";
import { acceptEvidence, refuseEvidence } from "./answer-evidence.ts";
import { readEvidenceFile } from "./evidence-queries.ts";
import { acceptanceBody, evidenceBody, extensionBody, reasonBody, refusalBody } from "./forms.ts";
import { InstalmentPage } from "./instalment-view.tsx";
import { cancelInstalment, extendInstalment } from "./move-limit.ts";
import { INSTALMENTS } from "./page-messages.ts";
import { readInstalment } from "./queries.ts";
import { schedulePages } from "./schedule-pages.tsx";
import { sendEvidence } from "./send-evidence.ts";

type Context = PageContext<"signed-in">;

async function show({ deps, actor, params }: Context, typed: Form = {}, error?: AppError) {
  const instalment = await readInstalment(deps, actor, idParam(params, "id"));
  const { items } = await listDisbursements(deps, actor, { limit: 100, grantId: instalment.grantId });
  const disbursements = items.filter((one) => one.instalmentId === instalment.id);
  const props = { actor, instalment, disbursements, typed, error };
  return page(INSTALMENTS.one, <InstalmentPage {...props} />);
}

type Act = (context: Context, instalmentId: string) => Promise<unknown>;

/** One action on an instalment; afterwards, or where it is refused, its page again. */
const action = (path: string, act: Act, upload = false) =>
  pageRoute({
    method: "post",
    path: `/tranches/:id/${path}`,
    access: "signed-in",
    upload,
    run: (context) =>
      tryForm(
        async () => {
          const id = idParam(context.params, "id");
          await act(context, id);
          return redirect(`/tranches/${id}`);
        },
        (error) => show(context, context.form, error),
      ),
  });

const typed = (form: Form, ...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, field(form, name)]));

const one = pageRoute({
  method: "get",
  path: "/tranches/:id",
  access: "signed-in",
  run: (context) => show(context),
});

const file = pageRoute({
  method: "get",
  path: "/tranches/:id/fichiers/:fileId",
  access: "signed-in",
  run: async ({ deps, actor, params }) => {
    const named = { instalmentId: idParam(params, "id"), fileId: idParam(params, "fileId") };
    const { filename, contentType, bytes } = await readEvidenceFile(deps, actor, named);
    return { kind: "file", contentType, filename, body: bytes };
  },
});

const request = pageRoute({
  method: "post",
  path: "/tranches/:id/versements",
  access: "signed-in",
  run: (context) =>
    tryForm(
      async () => {
        const { deps, actor, form } = context;
        const { id: instalmentId, grantId } = await readInstalment(deps, actor, idParam(context.params, "id"));
        const body = readDisbursementForm(form);
        const input = { ...body, amountCents: cents(body.amountCents), grantId, instalmentId };
        const { disbursementId } = await requestDisbursement(deps, actor, input);
        return redirect(`/versements/${disbursementId}`);
      },
      (error) => show(context, context.form, error),
    ),
});

export const instalmentPages: readonly PageRoute[] = [
  one,
  file,
  request,
  action(
    "fichiers",
    ({ deps, actor, files }, instalmentId) => {
      if (files.file === undefined) throw invalidInput([fileMissing]);
      return addEvidenceFile(deps, actor, { instalmentId, file: files.file });
    },
    true,
  ),
  action("fichiers/:fileId/retrait", ({ deps, actor, params }, instalmentId) =>
    removeEvidenceFile(deps, actor, { instalmentId, fileId: idParam(params, "fileId") }),
  ),
  action("envoi", ({ deps, actor, form }, instalmentId) =>
    sendEvidence(deps, actor, { instalmentId, ...readBody(evidenceBody, typed(form, "comment")) }),
  ),
  action("acceptation", ({ deps, actor, form }, instalmentId) =>
    acceptEvidence(deps, actor, { instalmentId, ...readBody(acceptanceBody, typed(form, "contentHash")) }),
  ),
  action("rejet", ({ deps, actor, form }, instalmentId) =>
    refuseEvidence(deps, actor, { instalmentId, ...readBody(refusalBody, typed(form, "contentHash", "reason")) }),
  ),
  action("prolongation", ({ deps, actor, form }, instalmentId) =>
    extendInstalment(deps, actor, { instalmentId, ...readBody(extensionBody, typed(form, "dueOn", "reason")) }),
  ),
  action("annulation", ({ deps, actor, form }, instalmentId) =>
    cancelInstalment(deps, actor, { instalmentId, ...readBody(reasonBody, typed(form, "reason")) }),
  ),
  ...schedulePages,
  ...amendmentPages,
];
