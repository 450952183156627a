import { BLOCK_PLACES, INLINE_PLACES } from "../domain/agreement-template.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Table, When } from "../ui/show.tsx";
import { Paragraphs } from "./agreement-views.tsx";
import { TEMPLATES as TEXTS } from "./template-messages.ts";
import type { TemplateVersions } from "./template-queries.ts";

type Props = {
  readonly templates: TemplateVersions;
  readonly mayWrite: boolean;
  readonly typed: Typed;
  readonly preview?: readonly Text[] | undefined;
  readonly error?: AppError | undefined;
};

const braced = (places: readonly string[]) => places.map((place) => `{{${place}}}`).join(" ");

/** The wording in use with its versions; an administrator writes the next one and sees it filled before saving. */
export function TemplateView({ templates: { latest, history }, mayWrite, typed, preview, error }: Props) {
  const t = useText();
  const shared = (name: "bodyFr" | "bodyEn") => ({
    name,
    value: field(typed, name) || (name === "bodyFr" ? latest.fr : latest.en),
    errors: error?.fields,
    hint: TEXTS.bodyHint,
    rows: 24,
  });
  return (
    <>
      <h1>{t(TEXTS.title)}</h1>
      <ErrorSummary error={error} />
      <p>{t(TEXTS.intro)}</p>
      {preview && (
        <section id="apercu">
          <h2>{t(TEXTS.previewTitle)}</h2>
          <Paragraphs paragraphs={preview} />
        </section>
      )}
      <h2>
        {t(TEXTS.version)} {latest.version} {latest.version === 0 && `(${t(TEXTS.initial)})`}
      </h2>
      {mayWrite ? (
        <>
          <details>
            <summary>{t(TEXTS.places)}</summary>
            <p>{t(TEXTS.placesIntro)}</p>
            <h3>{t(TEXTS.inline)}</h3>
            <p>
              <code>{braced(INLINE_PLACES)}</code>
            </p>
            <h3>{t(TEXTS.block)}</h3>
            <p>
              <code>{braced(BLOCK_PLACES)}</code>
            </p>
          </details>
          <Form action="/modele-de-convention">
            <input type="hidden" name="baseVersion" value={field(typed, "baseVersion") || `${latest.version}`} />
            <Field {...shared("bodyFr")} label={TEXTS.bodyFr} />
            <Field {...shared("bodyEn")} label={TEXTS.bodyEn} />
            <Button kind="secondary" name="preview" value="1">
              {t(TEXTS.preview)}
            </Button>{" "}
            <Button>{t(TEXTS.save)}</Button>
          </Form>
        </>
      ) : (
        <pre>{t(latest)}</pre>
      )}
      <Table
        caption={TEXTS.history}
        rows={history}
        empty={TEXTS.noHistory}
        columns={[
          { heading: TEXTS.version, numeric: true, cell: (row) => row.version },
          { heading: TEXTS.writtenOn, cell: (row) => <When at={row.createdAt} /> },
          { heading: TEXTS.writtenBy, cell: (row) => row.createdByName },
        ]}
      />
    </>
  );
}
