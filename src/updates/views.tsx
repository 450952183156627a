import type { NamedCampaign } from "../campaigns/named-campaign.ts";
import { ReasonForm } from "../campaigns/reason-form.tsx";
import type { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import type { Page } from "../http/pagination.ts";
import { Paragraphs } from "../projects/plan-view.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ButtonLink, ErrorSummary, Form } from "../ui/form.tsx";
import { Notice, StateTag, When } from "../ui/show.tsx";
import { UPDATES } from "./messages.ts";
import type { CampaignUpdate } from "./queries.ts";

type ArticleProps = { readonly update: CampaignUpdate; readonly level?: "h2" | "h3" };

/** One piece of news with what corrects it, as everybody reads it. */
export function UpdateArticle({ update, level: Heading = "h2" }: ArticleProps) {
  const t = useText();
  return (
    <article id={`actualite-${update.id}`}>
      <Heading>{update.title}</Heading>
      <p class="hint">
        <When at={update.publishedAt} />
      </p>
      <Paragraphs text={update.body} />
      {update.corrections.map((one) => (
        <div class="notice" key={one.id}>
          <p>
            <strong>
              {t(UPDATES.correction)}, <When at={one.publishedAt} />
            </strong>{" "}
            – {one.title}
          </p>
          <Paragraphs text={one.body} />
        </div>
      ))}
    </article>
  );
}

type ListProps = { readonly campaign: NamedCampaign; readonly updates: Page<CampaignUpdate> };

/** Every news of a campaign, newest first. */
export function PublicUpdates({ campaign, updates }: ListProps) {
  const t = useText();
  const here = `/collectes/${campaign.slug}`;
  return (
    <>
      <p>
        <a href={here}>{t(UPDATES.backToCampaign)}</a>
      </p>
      <h1>{t(UPDATES.titleOf(campaign.title))}</h1>
      {updates.items.length === 0 && <p class="empty">{t(UPDATES.none)}</p>}
      <div class="stack">
        {updates.items.map((update) => (
          <UpdateArticle update={update} key={update.id} />
        ))}
      </div>
      <Older href={`${here}/actualites`} cursor={updates.nextCursor} />
    </>
  );
}

function Older({ href, cursor }: { readonly href: string; readonly cursor: string | null }) {
  const t = useText();
  if (cursor === null) return null;
  return (
    <p>
      <a href={`${href}?suite=${encodeURIComponent(cursor)}`}>{t(UPDATES.older)}</a>
    </p>
  );
}

type HeldProps = ListProps & {
  readonly mayPublish: boolean;
  readonly mayHide: boolean;
  readonly typed: FormValues;
  /** What is about to be published. */
  readonly preview: CampaignUpdate | undefined;
  /** The piece of news that is corrected. */
  readonly corrected: CampaignUpdate | undefined;
  readonly error: AppError | undefined;
};

/** The same for the holder, who writes there, and for staff. */
export function HeldUpdates(props: HeldProps) {
  const { campaign, updates, mayPublish, mayHide, error } = props;
  const t = useText();
  const here = `/mes-collectes/${campaign.id}/actualites`;
  return (
    <>
      <p>
        <a href={`/mes-collectes/${campaign.id}`}>{campaign.title}</a>
      </p>
      <h1>{t(UPDATES.title)}</h1>
      <ErrorSummary error={error} />
      {mayPublish && (campaign.isPublic ? <Writing {...props} here={here} /> : <Notice>{t(UPDATES.notOpen)}</Notice>)}
      {updates.items.length === 0 && <p class="empty">{t(UPDATES.none)}</p>}
      {updates.items.map((update) => (
        <section class="card" key={update.id}>
          <UpdateArticle update={update} />
          <p class="hint">{t(UPDATES.letters(update.letters))}</p>
          {update.hiddenReason !== null && (
            <p>
              <StateTag label={UPDATES.hidden} tone="bad" /> {update.hiddenReason}
            </p>
          )}
          {mayPublish && update.hiddenReason === null && (
            <p>
              <ButtonLink href={`${here}?corrige=${update.id}`} kind="secondary">
                {t(UPDATES.correct)}
              </ButtonLink>
            </p>
          )}
          {mayHide && update.hiddenReason === null && (
            <p>
              <a href={`${here}/${update.id}`}>{t(UPDATES.hide)}</a>
            </p>
          )}
        </section>
      ))}
      <Older href={here} cursor={updates.nextCursor} />
    </>
  );
}

function Writing({ here, typed, preview, corrected, error }: HeldProps & { readonly here: string }) {
  const t = useText();
  const [heading, note] =
    corrected === undefined ? [UPDATES.write, UPDATES.writeNote] : [UPDATES.writeCorrection, UPDATES.correctionNote];
  const shared = (name: string) => ({ name, value: field(typed, name), errors: error?.fields });
  return (
    <section>
      {preview !== undefined && (
        <>
          <Notice>{t(UPDATES.preview)}</Notice>
          <div class="card">
            <UpdateArticle update={preview} />
          </div>
        </>
      )}
      <h2>{t(heading)}</h2>
      {corrected !== undefined && <p class="lead">{corrected.title}</p>}
      <p>{t(note)}</p>
      <Form action={here}>
        {corrected !== undefined && <input type="hidden" name="corrects" value={corrected.id} />}
        {preview !== undefined && <input type="hidden" name="id" value={preview.id} />}
        <Field {...shared("title")} label={UPDATES.heading} maxLength={120} />
        <Field {...shared("body")} label={UPDATES.body} hint={UPDATES.bodyHint} rows={10} maxLength={10_000} />
        <p class="buttons">
          <Button kind={preview === undefined ? "primary" : "secondary"} name="step" value="preview">
            {t(UPDATES.see)}
          </Button>
          {preview !== undefined && (
            <Button name="step" value="confirm">
              {t(UPDATES.publish)}
            </Button>
          )}
        </p>
      </Form>
    </section>
  );
}

type HidingProps = {
  readonly campaign: NamedCampaign;
  readonly update: CampaignUpdate;
  readonly typed: FormValues;
  readonly error: AppError | undefined;
};

/** What staff read before they take a piece of news down. */
export function UpdateHiding({ campaign, update, typed, error }: HidingProps) {
  const t = useText();
  const list = `/mes-collectes/${campaign.id}/actualites`;
  return (
    <>
      <p>
        <a href={list}>{t(UPDATES.titleOf(campaign.title))}</a>
      </p>
      <h1>{t(UPDATES.hide)}</h1>
      <ErrorSummary error={error} />
      <div class="card">
        <UpdateArticle update={update} />
      </div>
      {update.hiddenReason === null ? (
        <ReasonForm
          action={`${list}/${update.id}/masquage`}
          level="h2"
          heading={UPDATES.because}
          note={UPDATES.hideNote}
          label={UPDATES.reason}
          button={UPDATES.hide}
          kind="danger"
          value={field(typed, "reason")}
          errors={error?.fields}
        />
      ) : (
        <Notice>{update.hiddenReason}</Notice>
      )}
    </>
  );
}
