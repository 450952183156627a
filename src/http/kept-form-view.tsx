import { Button, ButtonLink, Form, KEPT_FORM_FIELD } from "../ui/form.tsx";
import { Words } from "../ui/show.tsx";
import type { Visitor } from "./api-kit.ts";
import { KEPT } from "./kept-form-messages.ts";
import type { KeptForm } from "./kept-forms.ts";
import { recognisableValues } from "./typed-values.ts";

export const keptFormPath = (id: string): string => `/saisie/${id}`;

type NoticeProps = { readonly id: string; readonly actor: Visitor; readonly isAnothers: boolean };

/** On the page that says why a form was not taken: the way back to what was typed. */
export function KeptFormNotice({ id, actor, isAnothers }: NoticeProps) {
  const path = keptFormPath(id);
  return (
    <>
      {(isAnothers || actor.kind === "guest") && (
        <p>
          <Words text={KEPT.sameBrowser} />
        </p>
      )}
      <p>
        <ButtonLink href={isAnothers ? `/connexion?retour=${encodeURIComponent(path)}` : path}>
          <Words text={isAnothers ? KEPT.signInAsOther : actor.kind === "guest" ? KEPT.signIn : KEPT.read} />
        </ButtonLink>
      </p>
    </>
  );
}

/** What was typed, to be recognised, and the one button that sends it as it was. */
export function KeptFormView({ kept }: { readonly kept: KeptForm }) {
  const values = recognisableValues(kept.form);
  return (
    <>
      <h1>
        <Words text={KEPT.title} />
      </h1>
      <p>
        <Words text={values.length === 0 ? KEPT.nothing : KEPT.intro} />
      </p>
      {values.length > 0 && (
        <ul class="typed">
          {values.map((value) => (
            <li key={value}>{value}</li>
          ))}
        </ul>
      )}
      {kept.hadFiles && (
        <p>
          <Words text={KEPT.files} />
        </p>
      )}
      <div class="buttons">
        <Form action={kept.path}>
          <input type="hidden" name={KEPT_FORM_FIELD} value={kept.id} />
          <Button>
            <Words text={KEPT.send} />
          </Button>
        </Form>
        <Form action={`${keptFormPath(kept.id)}/oubli`}>
          <Button kind="secondary">
            <Words text={KEPT.drop} />
          </Button>
        </Form>
      </div>
    </>
  );
}

export const NothingKept = () => (
  <>
    <h1>
      <Words text={KEPT.goneTitle} />
    </h1>
    <p>
      <Words text={KEPT.gone} />
    </p>
  </>
);
