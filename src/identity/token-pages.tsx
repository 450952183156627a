import type { AppError } from "../errors.ts";
import { field, type PageContext, type PageResult, page, pageRoute, redirect, tryForm } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { Select } from "../ui/choice.tsx";
import { Field } from "../ui/field.tsx";
import { ActionButton, Button, ErrorSummary, Form } from "../ui/form.tsx";
import { type Column, Notice, StateTag, Table, When, Words } from "../ui/show.tsx";
import { type CreatedToken, createApiToken } from "./create-api-token.ts";
import { TOKEN_DAYS, tokenForm } from "./forms.ts";
import { accountTexts, tokenTexts as texts } from "./messages.ts";
import { listApiTokens, type TokenRow } from "./queries.ts";
import { revokeApiToken } from "./revoke-api-token.ts";

const PATH = "/compte/jetons";
type Context = PageContext<"signed-in">;

/** Tokens for programs: made, shown once, revoked. */
export const tokenPages = [
  pageRoute({ method: "get", path: PATH, access: "signed-in", run: (context) => tokensPage(context, {}) }),
  pageRoute({
    method: "post",
    path: PATH,
    access: "signed-in",
    run: (context) => {
      const act = async () => {
        return tokensPage(context, {
          created: await createApiToken(context.deps, context.actor, readBody(tokenForm, context.form)),
        });
      };
      return tryForm(act, (error) => tokensPage(context, { error }));
    },
  }),
  pageRoute({
    method: "post",
    path: `${PATH}/:tokenId/revocation`,
    access: "signed-in",
    run: async ({ deps, actor, params }) => {
      await revokeApiToken(deps, actor, params.tokenId ?? "");
      return redirect(PATH);
    },
  }),
];

type State = { readonly created?: CreatedToken; readonly error?: AppError };

const DAYS = TOKEN_DAYS.map((days) => ({
  value: String(days),
  label: { fr: `${days} jours`, en: `${days} days` },
}));

async function tokensPage({ deps, actor, form }: Context, { created, error }: State): Promise<PageResult> {
  const tokens = await listApiTokens(deps.db, actor.userId);
  return page(
    accountTexts.tokens,
    <>
      <h1>
        <Words text={accountTexts.tokens} />
      </h1>
      <ErrorSummary error={error} />
      {created && (
        <Notice tone="success">
          <p>
            <Words text={texts.once} />
          </p>
          <p class="secret">
            <code>{created.text}</code>
          </p>
        </Notice>
      )}
      <p>
        <Words text={texts.intro} />
      </p>
      <Table caption={accountTexts.tokens} titled columns={COLUMNS} rows={tokens} empty={texts.none} />
      <Form action={PATH}>
        <Field
          name="name"
          label={texts.name}
          maxLength={80}
          value={error === undefined ? "" : field(form, "name")}
          errors={error?.fields}
        />
        <Select
          name="days"
          label={texts.days}
          options={DAYS}
          value={field(form, "days") || "90"}
          errors={error?.fields}
        />
        <Button>
          <Words text={texts.create} />
        </Button>
      </Form>
      <p>
        <a href="/compte">
          <Words text={accountTexts.back} />
        </a>
      </p>
    </>,
  );
}

type TokenState = "active" | "revoked" | "expired";

// Only what is shown depends on this clock; the database's judges the token itself.
const stateOf = (token: TokenRow, now = new Date()): TokenState => {
  if (token.revokedAt !== null) return "revoked";
  return token.expiresAt > now ? "active" : "expired";
};

const COLUMNS: readonly Column<TokenRow>[] = [
  { heading: texts.name, cell: (token) => token.name },
  { heading: texts.until, cell: (token) => <When at={token.expiresAt} /> },
  {
    heading: texts.lastUsed,
    cell: (token) => (token.lastUsedAt === null ? <Words text={texts.never} /> : <When at={token.lastUsedAt} time />),
  },
  {
    heading: texts.state,
    cell: (token) => {
      const state = stateOf(token);
      return (
        <>
          <StateTag label={texts[state]} tone={state === "active" ? "good" : "neutral"} />
          {state === "active" && (
            <ActionButton action={`${PATH}/${token.id}/revocation`} label={texts.revoke} kind="danger" />
          )}
        </>
      );
    },
  },
];
