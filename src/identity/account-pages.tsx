import { COMMITTEE } from "../committee/page-messages.ts";
import { sits } from "../committee/queries.ts";
import { type AppError, notFound } from "../errors.ts";
import { field, type PageContext, type PageResult, page, pageRoute, redirect, tryForm } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { Select } from "../ui/choice.tsx";
import { Field } from "../ui/field.tsx";
import { ActionButton, Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Facts, Words } from "../ui/show.tsx";
import type { Auth } from "./auth.ts";
import { editProfile } from "./edit-profile.ts";
import { endAllSessions } from "./end-all-sessions.ts";
import { profileForm } from "./forms.ts";
import { ROLE_NAMES, accountTexts as texts } from "./messages.ts";
import { findPerson } from "./queries.ts";
import { endSession } from "./sign-in.ts";

/** One's own account: name, language, and the ways out. */
export const accountPages = (auth: Auth) => [
  pageRoute({ method: "get", path: "/compte", access: "signed-in", run: (context) => accountPage(context) }),
  pageRoute({
    method: "post",
    path: "/compte",
    access: "signed-in",
    run: (context) => {
      const act = async () => {
        const profile = readBody(profileForm, context.form);
        await editProfile(context.deps, context.actor, profile);
        return redirect(`/compte?lang=${profile.language}`);
      };
      return tryForm(act, (error) => accountPage(context, error));
    },
  }),
  pageRoute({
    method: "post",
    path: "/deconnexion",
    access: "public",
    run: async ({ headers }) => ({
      kind: "redirect",
      to: "/",
      setCookies: await endSession(auth, headers),
      left: true,
    }),
  }),
  pageRoute({
    method: "post",
    path: "/compte/deconnexion-partout",
    access: "signed-in",
    run: async ({ deps, actor, headers }) => {
      const setCookies = await endSession(auth, headers);
      await endAllSessions(deps, actor);
      return { kind: "redirect", to: "/", setCookies, left: true };
    },
  }),
];

const LANGUAGE_OPTIONS = [
  { value: "fr", label: texts.french },
  { value: "en", label: texts.english },
];

async function accountPage({ deps, actor, form }: PageContext<"signed-in">, error?: AppError): Promise<PageResult> {
  const person = await findPerson(deps.db, actor.userId);
  if (person === undefined) throw notFound();
  const typed = error === undefined ? person : { name: field(form, "name"), language: field(form, "language") };
  return page(
    texts.title,
    <>
      <h1>
        <Words text={texts.title} />
      </h1>
      <ErrorSummary error={error} />
      <Facts
        facts={[
          [texts.email, person.email],
          ...(person.staffRoles.length === 0
            ? []
            : [[texts.roles, <RoleList roles={person.staffRoles} key="roles" />] as const]),
        ]}
      />
      <h2>
        <Words text={texts.profile} />
      </h2>
      <Form action="/compte">
        <Field
          name="name"
          label={texts.name}
          value={typed.name}
          autocomplete="name"
          maxLength={120}
          optional
          errors={error?.fields}
        />
        <Select
          name="language"
          label={texts.language}
          options={LANGUAGE_OPTIONS}
          value={typed.language}
          errors={error?.fields}
        />
        <Button>
          <Words text={texts.save} />
        </Button>
      </Form>
      <ul class="stack links">
        {(await sits(deps, actor)) && (
          <li>
            <a href="/comite">
              <Words text={COMMITTEE.title} />
            </a>
          </li>
        )}
        <li>
          <a href="/compte/securite">
            <Words text={texts.security} />
          </a>
        </li>
        <li>
          <a href="/compte/mes-donnees">
            <Words text={texts.data} />
          </a>
        </li>
        <li>
          <a href="/compte/jetons">
            <Words text={texts.tokens} />
          </a>
        </li>
      </ul>
      <div class="buttons">
        <ActionButton action="/deconnexion" label={texts.signOut} kind="secondary" />
        <ActionButton action="/compte/deconnexion-partout" label={texts.signOutEverywhere} kind="secondary" />
      </div>
    </>,
  );
}

const RoleList = ({ roles }: { readonly roles: readonly (keyof typeof ROLE_NAMES)[] }) => (
  <ul class="plain">
    {roles.map((role) => (
      <li key={role}>
        <Words text={ROLE_NAMES[role]} />
      </li>
    ))}
  </ul>
);
