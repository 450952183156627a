import type { Actor } from "../domain/actor.ts";
import { missingSignatures } from "../domain/agreement.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import { useText } from "../ui/context.ts";
import { ActionButton, ErrorSummary } from "../ui/form.tsx";
import { frenchSpaces } from "../ui/french-spaces.ts";
import { Facts, Notice } from "../ui/show.tsx";
import { ownsOrganisation, sideOf } from "./lock-agreement.ts";
import { LIFE, nextStepWords, ROUNDS, SIDE_NAMES, SIGNING } from "./page-messages.ts";
import type { AgreementLife, SignedText } from "./queries.ts";
import { SignatureList } from "./rounds-view.tsx";

type Props = {
  readonly actor: Extract<Actor, { kind: "user" }>;
  readonly life: AgreementLife;
  readonly text: SignedText | undefined;
  readonly error?: AppError | undefined;
};

/** The text both sides sign, who has signed it, and the button for who may. */
export function SignatureView({ actor, life, text, error }: Props) {
  const t = useText();
  const { agreement, versions, next } = life;
  const version = versions.find((one) => one.version === text?.version);
  const words = nextStepWords(next);
  return (
    <>
      <h1>{t(SIGNING.title)}</h1>
      <p>
        <a href={`/partenaires/${agreement.id}`}>{agreement.partnerName}</a>, {agreement.reference} ·{" "}
        <a href={`/partenaires/${agreement.id}/echanges`}>{t(LIFE.rounds)}</a>
      </p>
      <ErrorSummary error={error} />
      {words !== undefined && (
        <Notice>
          <strong>{t(words)}</strong>
        </Notice>
      )}
      {text === undefined || version === undefined ? (
        <p class="empty">{t(SIGNING.notYet)}</p>
      ) : (
        <>
          <p>{t(SIGNING.french)}</p>
          <div class="card" lang="fr">
            {text.paragraphs.map((paragraph) => (
              <p key={paragraph}>{frenchSpaces(paragraph)}</p>
            ))}
          </div>
          <h2>{t(SIGNING.signatures)}</h2>
          {text.needsSecond && <p>{t(SIGNING.needsSecond)}</p>}
          <Facts
            facts={[
              [SIGNING.fingerprint, <code>{text.hash}</code>],
              [
                ROUNDS.signedBy,
                version.signatures.length === 0 ? (
                  t(SIGNING.noSignature)
                ) : (
                  <SignatureList signatures={version.signatures} />
                ),
              ],
            ]}
          />
          <Sign actor={actor} life={life} text={text} />
        </>
      )}
    </>
  );
}

function Sign({ actor, life, text }: Pick<Props, "actor" | "life"> & { readonly text: SignedText }) {
  const t = useText();
  const { agreement, open } = life;
  if (open === undefined || !permits(actor, "agreement.sign", agreement.partnerId)) return null;
  const side = sideOf(actor, agreement.partnerId);
  if (side === "partner" && !ownsOrganisation(actor, agreement.partnerId)) return null;
  const signatures = open.signatures.map((one) => ({ side: one.side, userId: one.userId }));
  const round = { version: open.version, side: open.side, isAccepted: true, needsSecond: text.needsSecond, signatures };
  const hasSigned = signatures.some((one) => one.userId === actor.userId);
  if (hasSigned || !missingSignatures(round).includes(side)) return null;
  return (
    <>
      <p>{t(SIGNING.signFor(SIDE_NAMES[side]))}</p>
      <ActionButton
        action={`/partenaires/${agreement.id}/signature`}
        label={SIGNING.sign}
        fields={{ textHash: text.hash }}
      />
    </>
  );
}
