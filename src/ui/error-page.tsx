import type { ComponentChildren } from "preact";
import type { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { useText } from "./context.ts";
import { errorTexts } from "./messages.ts";

export const errorTitle = (status: number): Text => {
  if (status === 404) return errorTexts.notFound;
  if (status === 401 || status === 403) return errorTexts.notAllowed;
  if (status < 500) return errorTexts.refused;
  return errorTexts.ours;
};

type Props = {
  readonly status: number;
  readonly text: Text;
  readonly error: AppError | undefined;
  readonly requestId: string;
  readonly title?: Text | undefined;
  /** The way on, where there is a better one than signing in or going home. */
  readonly children?: ComponentChildren;
};

/** What went wrong, what is to be corrected, and the way on. */
export function ErrorPage({ status, text, error, requestId, title = errorTitle(status), children }: Props) {
  const t = useText();
  return (
    <>
      <h1>{t(title)}</h1>
      <p>{t(text)}</p>
      {error !== undefined && error.fields.length > 0 && (
        <ul>
          {error.fields.map((one) => (
            <li key={one.field}>
              {t(one.message)} <code>{one.field}</code>
            </li>
          ))}
        </ul>
      )}
      {children}
      <p>
        {status === 401 && !children && (
          <>
            <a href="/connexion">{t(errorTexts.signIn)}</a> ·{" "}
          </>
        )}
        <a href="/">{t(errorTexts.home)}</a>
      </p>
      {status >= 500 && (
        <p class="hint">
          {t(errorTexts.reference)} <code>{requestId}</code>
        </p>
      )}
    </>
  );
}
