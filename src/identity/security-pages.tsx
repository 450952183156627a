import type { AppError } from "../errors.ts";
import { notFound } from "../errors.ts";
import { field, type PageContext, type PageResult, page, pageRoute, tryForm } from "../http/page-kit.tsx";
import { Field } from "../ui/field.tsx";
import { ActionButton, Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Notice, Words } from "../ui/show.tsx";
import type { Auth } from "./auth.ts";
import { accountTexts, signInTexts, securityTexts as texts } from "./messages.ts";
import { findPerson } from "./queries.ts";
import {
  beginSecondFactor,
  confirmSecondFactor,
  type Enrolment,
  removeSecondFactor,
  renewRecoveryCodes,
} from "./second-factor.ts";

const PATH = "/compte/securite";
type Context = PageContext<"signed-in">;

/** The second factor: set up without a picture to scan, renewed and removed against a code. */
export const securityPages = (auth: Auth) => [
  pageRoute({ method: "get", path: PATH, access: "signed-in", run: (context) => securityPage(context) }),
  pageRoute({
    method: "post",
    path: `${PATH}/inscription`,
    access: "signed-in",
    sensitive: true,
    run: async ({ headers }) => enrolmentPage(await beginSecondFactor(auth, headers)),
  }),
  pageRoute({
    method: "post",
    path: `${PATH}/activation`,
    access: "signed-in",
    sensitive: true,
    run: (context) =>
      tryForm(
        async () => ({
          kind: "redirect",
          to: PATH,
          setCookies: await confirmSecondFactor(context.deps, auth, context.actor, context.headers, codeOf(context)),
        }),
        (error) => enrolmentPage(enrolmentOf(context), error),
      ),
  }),
  pageRoute({
    method: "post",
    path: `${PATH}/desactivation`,
    access: "signed-in",
    sensitive: true,
    run: (context) =>
      tryForm(
        async () => ({
          kind: "redirect",
          to: PATH,
          setCookies: await removeSecondFactor(context.deps, auth, context.actor, context.headers, codeOf(context)),
        }),
        (error) => securityPage(context, error),
      ),
  }),
  pageRoute({
    method: "post",
    path: `${PATH}/codes`,
    access: "signed-in",
    sensitive: true,
    run: (context) =>
      tryForm(
        async () =>
          codesPage(await renewRecoveryCodes(context.deps, auth, context.actor, context.headers, codeOf(context))),
        (error) => securityPage(context, error),
      ),
  }),
];

const codeOf = (context: Context): string => field(context.form, "code");

/** What the enrolment page showed, sent back by it, so that a mistyped code does not change the secret. */
const enrolmentOf = ({ form }: Context): Enrolment => ({
  uri: field(form, "uri").startsWith("otpauth://") ? field(form, "uri") : "",
  secret: field(form, "secret"),
  recoveryCodes: field(form, "recoveryCodes").split(" "),
});

async function securityPage({ deps, actor }: Context, error?: AppError): Promise<PageResult> {
  const person = await findPerson(deps.db, actor.userId);
  if (person === undefined) throw notFound();
  return page(
    accountTexts.security,
    <>
      <h1>
        <Words text={accountTexts.security} />
      </h1>
      <ErrorSummary error={error} />
      {person.twoFactorEnabled ? <TurnedOn error={error} /> : <TurnedOff />}
      <BackToAccount />
    </>,
  );
}

const TurnedOff = () => (
  <>
    <p>
      <Words text={texts.off} />
    </p>
    <ActionButton action={`${PATH}/inscription`} label={texts.begin} />
  </>
);

const TurnedOn = ({ error }: { readonly error: AppError | undefined }) => (
  <>
    <Notice tone="success">
      <Words text={texts.on} />
    </Notice>
    <Form action={`${PATH}/codes`}>
      <CodeField error={error} />
      <div class="buttons">
        <Button>
          <Words text={texts.newCodes} />
        </Button>
        <button type="submit" class="button danger" formAction={`${PATH}/desactivation`}>
          <Words text={texts.turnOff} />
        </button>
      </div>
    </Form>
  </>
);

const enrolmentPage = (enrolment: Enrolment, error?: AppError) =>
  page(
    accountTexts.security,
    <>
      <h1>
        <Words text={accountTexts.security} />
      </h1>
      <ErrorSummary error={error} />
      <p>
        <Words text={texts.scan} />
      </p>
      <p class="secret">
        <code>{enrolment.secret.match(/.{1,4}/g)?.join(" ")}</code>
      </p>
      <p>
        <Words text={texts.orOpen} />{" "}
        <a href={enrolment.uri}>
          <Words text={texts.openApp} />
        </a>
      </p>
      <p>
        <Words text={texts.keep} />
      </p>
      <RecoveryCodes codes={enrolment.recoveryCodes} />
      <p>
        <Words text={texts.confirm} />
      </p>
      <Form action={`${PATH}/activation`}>
        <input type="hidden" name="uri" value={enrolment.uri} />
        <input type="hidden" name="secret" value={enrolment.secret} />
        <input type="hidden" name="recoveryCodes" value={enrolment.recoveryCodes.join(" ")} />
        <CodeField error={error} />
        <Button>
          <Words text={texts.activate} />
        </Button>
      </Form>
    </>,
  );

const codesPage = (codes: readonly string[]) =>
  page(
    texts.newCodesTitle,
    <>
      <h1>
        <Words text={texts.newCodesTitle} />
      </h1>
      <RecoveryCodes codes={codes} />
      <BackToAccount />
    </>,
  );

const CodeField = ({ error }: { readonly error: AppError | undefined }) => (
  <Field
    name="code"
    label={signInTexts.code}
    inputMode="numeric"
    autocomplete="one-time-code"
    maxLength={7}
    errors={error?.fields}
  />
);

const RecoveryCodes = ({ codes }: { readonly codes: readonly string[] }) => (
  <ul class="codes">
    {codes.map((code) => (
      <li key={code}>
        <code>{code}</code>
      </li>
    ))}
  </ul>
);

const BackToAccount = () => (
  <p>
    <a href="/compte">
      <Words text={accountTexts.back} />
    </a>
  </p>
);
