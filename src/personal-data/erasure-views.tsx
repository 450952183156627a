import type { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { ActionButton, Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Notice } from "../ui/show.tsx";
import { type ErasureKey, type ErasureSubject, erasurePath } from "./erasure-link.ts";
import { type Obstacles, standsInTheWay } from "./find-obstacles.ts";
import { ERASURE } from "./messages.ts";

function Consequences() {
  const t = useText();
  return (
    <>
      <h2>{t(ERASURE.goesTitle)}</h2>
      <ul>
        {ERASURE.goes.map((one) => (
          <li key={one.en}>{t(one)}</li>
        ))}
      </ul>
      <h2>{t(ERASURE.staysTitle)}</h2>
      <ul>
        {ERASURE.stays.map((one) => (
          <li key={one.en}>{t(one)}</li>
        ))}
      </ul>
    </>
  );
}

type ObstaclesProps = { readonly obstacles: Obstacles; readonly giftPath: (id: string) => string };

function ToDoFirst({ obstacles, giftPath }: ObstaclesProps) {
  const t = useText();
  return (
    <Notice tone="warning">
      <h2>{t(ERASURE.firstTitle)}</h2>
      <ul>
        {obstacles.openGifts.map((id) => (
          <li key={id}>
            {t(ERASURE.openGift)} <a href={giftPath(id)}>{t(ERASURE.seeGift)}</a>
          </li>
        ))}
        {obstacles.organisations.map(({ id, name }) => (
          <li key={id}>
            {t(ERASURE.onlyOwner)} <a href={`/structures/${id}`}>{name}</a>
          </li>
        ))}
        {obstacles.isStaff && <li>{t(ERASURE.staffRole)}</li>}
      </ul>
    </Notice>
  );
}

type AskProps = ObstaclesProps & {
  readonly title: Text;
  readonly action: string;
  /** The secret of a guest's gift. */
  readonly cle?: string | undefined;
  readonly typed: string;
  readonly error?: AppError | undefined;
};

/** What goes, what stays, what is to be done first; then a word to type. */
export function AskErasureView({ title, action, cle, typed, error, obstacles, giftPath }: AskProps) {
  const t = useText();
  return (
    <>
      <h1>{t(title)}</h1>
      <ErrorSummary error={error} />
      <Consequences />
      {standsInTheWay(obstacles) ? (
        <ToDoFirst obstacles={obstacles} giftPath={giftPath} />
      ) : (
        <Form action={action}>
          {cle !== undefined && <input type="hidden" name="cle" value={cle} />}
          <Field
            name="word"
            label={ERASURE.wordLabel}
            hint={ERASURE.wordHint}
            value={typed}
            autocomplete="off"
            maxLength={20}
            errors={error?.fields}
          />
          <Button kind="danger">{t(ERASURE.ask)}</Button>
        </Form>
      )}
    </>
  );
}

type ConfirmProps = { readonly subject: ErasureSubject; readonly link: ErasureKey; readonly error?: AppError };

/** Opening the link only shows this: mail scanners open links, people press buttons. */
export function ConfirmErasureView({ subject, link, error }: ConfirmProps) {
  const t = useText();
  return (
    <>
      <h1>{t(ERASURE.confirmTitle)}</h1>
      <ErrorSummary error={error} />
      <p>{t(ERASURE.confirm)}</p>
      <Consequences />
      <ActionButton
        action={erasurePath(subject)}
        label={ERASURE.confirmButton}
        kind="danger"
        fields={{ limite: link.limit, cle: link.key }}
      />
    </>
  );
}

export function Told({ title, text }: { readonly title: Text; readonly text: Text }) {
  const t = useText();
  return (
    <>
      <h1>{t(title)}</h1>
      <p>{t(text)}</p>
    </>
  );
}
