import type { AppError } from "../errors.ts";
import type { Visitor } from "../http/api-kit.ts";
import { type PageResult, page } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { Field } from "../ui/field.tsx";
import { ActionButton, Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Notice, Words } from "../ui/show.tsx";
import { enterAsText, signInTexts as texts } from "./messages.ts";

export type DemoPerson = { readonly email: string; readonly name: string; readonly role: Text };

export type SignInState = { readonly email?: string; readonly returnTo: string; readonly error?: AppError };

export const signInView = (
  actor: Visitor,
  shown: readonly DemoPerson[],
  { email, returnTo, error }: SignInState,
): PageResult =>
  page(
    texts.title,
    <>
      <h1>
        <Words text={texts.title} />
      </h1>
      <ErrorSummary error={error} />
      {actor.kind === "user" && (
        <Notice>
          <Words text={texts.already} /> <a href="/compte">{actor.email}</a>.
        </Notice>
      )}
      <p>
        <Words text={texts.intro} />
      </p>
      <Form action="/connexion">
        <input type="hidden" name="retour" value={returnTo} />
        <Field
          name="email"
          label={texts.email}
          hint={texts.emailHint}
          type="email"
          autocomplete="email"
          value={email}
          errors={error?.fields}
        />
        <Button>
          <Words text={texts.send} />
        </Button>
      </Form>
      {shown.length > 0 && <DemoPeople people={shown} returnTo={returnTo} />}
    </>,
  );

const DemoPeople = ({ people, returnTo }: { people: readonly DemoPerson[]; returnTo: string }) => (
  <section class="demo">
    <h2>
      <Words text={texts.demoTitle} />
    </h2>
    <p>
      <Words text={texts.demo} />
    </p>
    <ul class="stack">
      {people.map(({ email, name, role }) => (
        <li key={email}>
          <ActionButton
            action="/connexion/demonstration"
            label={enterAsText(name, role)}
            kind="secondary"
            fields={{ personne: email, retour: returnTo === "/compte" ? "/" : returnTo }}
          />
        </li>
      ))}
    </ul>
  </section>
);

export const sentPage = () =>
  page(
    texts.sentTitle,
    <>
      <h1>
        <Words text={texts.sentTitle} />
      </h1>
      <p>
        <Words text={texts.sent} />
      </p>
      <p>
        <Words text={texts.notArrived} />{" "}
        <a href="/connexion">
          <Words text={texts.askAgain} />
        </a>
      </p>
    </>,
  );

/** Opening the link only shows this: mail scanners open links, people press buttons. */
export const confirmPage = (token: string, returnTo: string) =>
  page(
    texts.confirmTitle,
    <>
      <h1>
        <Words text={texts.confirmTitle} />
      </h1>
      <p>
        <Words text={texts.confirm} />
      </p>
      <ActionButton action="/connexion/lien" label={texts.enter} fields={{ jeton: token, retour: returnTo }} />
    </>,
  );

export const refusedPage = () =>
  page(
    texts.linkRefusedTitle,
    <>
      <h1>
        <Words text={texts.linkRefusedTitle} />
      </h1>
      <p>
        <Words text={texts.linkRefused} />
      </p>
      <p>
        <a href="/connexion">
          <Words text={texts.askAgain} />
        </a>
      </p>
    </>,
    { status: 409 },
  );

export const codePage = (returnTo: string, error?: AppError) =>
  page(
    texts.codeTitle,
    <>
      <h1>
        <Words text={texts.codeTitle} />
      </h1>
      <ErrorSummary error={error} />
      <Form action="/connexion/code">
        <input type="hidden" name="retour" value={returnTo} />
        <Field
          name="code"
          label={texts.code}
          hint={texts.codeHint}
          autocomplete="one-time-code"
          maxLength={20}
          errors={error?.fields}
        />
        <Button>
          <Words text={texts.check} />
        </Button>
      </Form>
    </>,
    error === undefined ? {} : { status: error.status },
  );
