import { ReasonForm } from "../campaigns/reason-form.tsx";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { ActionButton, Button, ButtonLink, ErrorSummary, SearchForm } from "../ui/form.tsx";
import { Facts, Notice, StateTag, When } from "../ui/show.tsx";
import { Changes } from "./arrived.tsx";
import { sideOf } from "./lock-agreement.ts";
import { LIFE, nextStepWords, ROUNDS, SIDE_NAMES } from "./page-messages.ts";
import type { AgreementLife, Version } from "./queries.ts";
import { SideBySide } from "./side-by-side.tsx";
import { TermsView } from "./terms-view.tsx";

export type Compared = { readonly from: number; readonly to: number; readonly changes: readonly Text[] };

type Props = {
  readonly actor: Actor;
  readonly life: AgreementLife;
  readonly compared: Compared | undefined;
  readonly error?: AppError | undefined;
};

/** The rounds of an agreement: what each side proposed and when, what changes between two versions, what to do now. */
export function RoundsView({ actor, life, compared, error }: Props) {
  const t = useText();
  const { agreement, versions, open, next } = life;
  const own = `/partenaires/${agreement.id}`;
  const words = nextStepWords(next);
  const shown = open ?? versions.find((one) => one.version === agreement.signedVersion) ?? versions.at(-1);
  return (
    <>
      <h1>{t(LIFE.rounds)}</h1>
      <p>
        <a href={own}>{agreement.partnerName}</a>, {agreement.reference}
      </p>
      <ErrorSummary error={error} />
      {words !== undefined && (
        <Notice>
          <strong>{t(words)}</strong>
        </Notice>
      )}
      {open !== undefined && <Answer actor={actor} life={life} open={open} />}
      {versions.length === 0 && <p class="empty">{t(ROUNDS.none)}</p>}
      {versions.length > 0 && <h2>{t(ROUNDS.versions)}</h2>}
      <ol class="stack">
        {versions.toReversed().map((version) => (
          <li key={version.version} class="card">
            <VersionCard version={version} life={life} />
          </li>
        ))}
      </ol>
      {versions.length > 1 && (
        <Comparison own={own} partnerName={agreement.partnerName} versions={versions} compared={compared} />
      )}
      {shown !== undefined && (
        <section>
          <h2>
            {t(ROUNDS.version(shown.version))} – {t(ROUNDS.terms)}
          </h2>
          <TermsView partnerName={agreement.partnerName} terms={shown.terms} />
        </section>
      )}
      {open !== undefined && permits(actor, "agreement.negotiate", agreement.partnerId) && (
        <details>
          <summary>{t(ROUNDS.giveUp)}</summary>
          <ReasonForm
            action={`${own}/abandon`}
            heading={ROUNDS.giveUp}
            note={ROUNDS.giveUpNote}
            label={LIFE.reason}
            button={ROUNDS.giveUp}
            kind="danger"
          />
        </details>
      )}
    </>
  );
}

function Answer({ actor, life, open }: Pick<Props, "actor" | "life"> & { readonly open: Version }) {
  const t = useText();
  const { agreement, next } = life;
  const own = `/partenaires/${agreement.id}`;
  if (!permits(actor, "agreement.negotiate", agreement.partnerId)) return null;
  const isOwn = open.side === sideOf(actor, agreement.partnerId);
  return (
    <>
      {!isOwn && next.kind === "answer" && (
        <>
          <p>{t(ROUNDS.acceptNote)}</p>
          <ActionButton
            action={`${own}/acceptation`}
            label={ROUNDS.accept}
            fields={{ version: String(open.version) }}
          />
        </>
      )}
      <p class="buttons">
        {next.kind.startsWith("sign") && <ButtonLink href={`${own}/signature`}>{t(LIFE.readSign)}</ButtonLink>}
        <ButtonLink href={`${own}/proposition`} kind="secondary">
          {t(isOwn ? ROUNDS.correct : ROUNDS.counter)}
        </ButtonLink>
      </p>
    </>
  );
}

function VersionCard({ version, life }: { readonly version: Version; readonly life: AgreementLife }) {
  const t = useText();
  const { accepted, signatures } = version;
  const isLast = life.versions.findLast((one) => one.negotiationId === version.negotiationId) === version;
  return (
    <>
      <h3>
        {t(ROUNDS.version(version.version))} <VersionTag version={version} life={life} />
      </h3>
      <p>
        {t(ROUNDS.proposedBy(version.name, SIDE_NAMES[version.side]))}, <When at={version.at} time />
      </p>
      {version.message !== "" && <p class="typed">{version.message}</p>}
      {version.givenUp !== null && isLast && (
        <p class="typed">
          {t(ROUNDS.givenUpBecause)} {version.givenUp}
        </p>
      )}
      {accepted !== null && (
        <Facts
          facts={[
            [
              ROUNDS.acceptedBy,
              <>
                {accepted.name} ({t(SIDE_NAMES[accepted.side])}), <When at={accepted.at} time />
              </>,
            ],
            ...(signatures.length === 0
              ? []
              : ([[ROUNDS.signedBy, <SignatureList signatures={signatures} />]] as const)),
          ]}
        />
      )}
    </>
  );
}

export function SignatureList({ signatures }: { readonly signatures: Version["signatures"] }) {
  const t = useText();
  return (
    <ul class="plain">
      {signatures.map((one) => (
        <li key={one.at.getTime()}>
          {one.name} ({t(SIDE_NAMES[one.side])}), <When at={one.at} time />
        </li>
      ))}
    </ul>
  );
}

function VersionTag({ version, life }: { readonly version: Version; readonly life: AgreementLife }) {
  const { agreement, open } = life;
  if (version.version === open?.version) return <StateTag label={ROUNDS.open} tone="waiting" />;
  if (version.version === agreement.signedVersion) return <StateTag label={ROUNDS.inForce} tone="good" />;
  return <StateTag label={version.negotiation === "abandoned" ? ROUNDS.abandoned : ROUNDS.superseded} />;
}

type ComparisonProps = {
  readonly own: string;
  readonly partnerName: string;
  readonly versions: readonly Version[];
  readonly compared: Compared | undefined;
};

function Comparison({ own, partnerName, versions, compared }: ComparisonProps) {
  const t = useText();
  const options = versions.map(({ version }) => ({ value: String(version), label: ROUNDS.version(version) }));
  return (
    <section>
      <h2>{t(ROUNDS.compare)}</h2>
      <SearchForm action={`${own}/echanges`}>
        <Select name="de" label={ROUNDS.from} options={options} value={String(compared?.from ?? "")} />
        <Select name="a" label={ROUNDS.to} options={options} value={String(compared?.to ?? "")} />
        <Button kind="secondary">{t(ROUNDS.compareButton)}</Button>
      </SearchForm>
      {compared !== undefined && (
        <>
          <h3>{t(ROUNDS.comparison(compared.from, compared.to))}</h3>
          <Changes changes={compared.changes} />
          <SideBySide
            partnerName={partnerName}
            versions={[compared.from, compared.to].map((asked) => versions.find(({ version }) => version === asked))}
          />
        </>
      )}
    </section>
  );
}
