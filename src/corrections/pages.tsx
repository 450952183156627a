import { permits } from "../domain/permissions.ts";
import { type AppError, notFound } from "../errors.ts";
import { centsTyped } from "../http/form-rows.ts";
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
import { listEntries, readEntry } from "../ledger/queries.ts";
import { confirmEntry, refuseEntry, withdrawEntry } from "./decide-entry.ts";
import { EntryView, JournalView } from "./entry-views.tsx";
import { correctionBody, refusalBody, transferBody } from "./forms.ts";
import { CORRECTIONS as TEXTS } from "./page-messages.ts";
import { proposeCorrection, proposeTransfer } from "./propose-entry.ts";
import { listManualEntries, namesOf, readManualEntry } from "./queries.ts";
import { ManualEntryList, ManualEntryPage } from "./views.tsx";

type Context = PageContext<"signed-in">;
const cursorOf = (query: Form) => field(query, "suite") || undefined;

async function showEntry({ deps, actor, params }: Context, typed: Form = {}, error?: AppError) {
  if (!permits(actor, "books.read")) throw notFound();
  const entry = await readEntry(deps.db, deps.fundId, idParam(params, "entryId"));
  if (entry === undefined) throw notFound();
  const mayPropose = permits(actor, "entry.propose");
  const names = await namesOf(deps, [entry.actor, entry.approvedBy ?? ""]);
  return page(
    TEXTS.entry,
    <EntryView entry={entry} names={names} mayPropose={mayPropose} typed={typed} error={error} />,
  );
}

async function showList({ deps, actor, query }: Context, typed: Form = {}, error?: AppError) {
  const entries = await listManualEntries(deps, actor, { limit: 50, cursor: cursorOf(query) });
  const mayPropose = permits(actor, "entry.propose");
  return page(TEXTS.title, <ManualEntryList entries={entries} mayPropose={mayPropose} typed={typed} error={error} />, {
    width: "wide",
  });
}

async function showProposal({ deps, actor, params }: Context, typed: Form = {}, error?: AppError) {
  const proposal = await readManualEntry(deps, actor, idParam(params, "manualEntryId"));
  return page(TEXTS[proposal.kind], <ManualEntryPage actor={actor} proposal={proposal} typed={typed} error={error} />);
}

const proposed = (id: string) => redirect(`/livres/corrections/${id}`);

const answer = (path: string, act: (context: Context, id: string) => Promise<void>) =>
  pageRoute({
    method: "post",
    path: `/livres/corrections/:manualEntryId/${path}`,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const id = idParam(context.params, "manualEntryId");
          await act(context, id);
          return proposed(id);
        },
        (error) => showProposal(context, context.form, error),
      ),
  });

export const correctionPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/livres/ecritures",
    access: "signed-in",
    run: async ({ deps, actor, query }) =>
      page(
        TEXTS.journal,
        <JournalView entries={await listEntries(deps, actor, { limit: 50, cursor: cursorOf(query) })} />,
        { width: "wide" },
      ),
  }),
  pageRoute({
    method: "get",
    path: "/livres/ecritures/:entryId",
    access: "signed-in",
    run: (context) => showEntry(context),
  }),
  pageRoute({
    method: "post",
    path: "/livres/ecritures/:entryId",
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const { deps, actor, form, params } = context;
          const entryId = idParam(params, "entryId");
          const toAccount = field(form, "toAccount") || undefined;
          const body = readBody(correctionBody, { toAccount, reason: field(form, "reason") });
          return proposed(await proposeCorrection(deps, actor, { entryId, ...body }));
        },
        (error) => showEntry(context, context.form, error),
      ),
  }),
  pageRoute({ method: "get", path: "/livres/corrections", access: "signed-in", run: (context) => showList(context) }),
  pageRoute({
    method: "post",
    path: "/livres/corrections",
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const { deps, actor, form } = context;
          const body = readBody(transferBody, {
            fromAccount: field(form, "fromAccount"),
            toAccount: field(form, "toAccount"),
            amountCents: centsTyped(field(form, "amountCents")),
            reason: field(form, "reason"),
          });
          return proposed(await proposeTransfer(deps, actor, body));
        },
        (error) => showList(context, context.form, error),
      ),
  }),
  pageRoute({
    method: "get",
    path: "/livres/corrections/:manualEntryId",
    access: "signed-in",
    run: (context) => showProposal(context),
  }),
  answer("confirmation", ({ deps, actor }, id) => confirmEntry(deps, actor, id)),
  answer("refus", ({ deps, actor, form }, id) =>
    refuseEntry(deps, actor, id, readBody(refusalBody, { refusal: field(form, "refusal") }).refusal),
  ),
  answer("retrait", ({ deps, actor }, id) => withdrawEntry(deps, actor, id)),
];
