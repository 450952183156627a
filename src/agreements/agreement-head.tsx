import { ReasonForm } from "../campaigns/reason-form.tsx";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { useText } from "../ui/context.ts";
import { ButtonLink } from "../ui/form.tsx";
import { Notice, StateTag } from "../ui/show.tsx";
import { sideOf } from "./lock-agreement.ts";
import { LIFE, nextStepWords, STATE_TONES, STATES } from "./page-messages.ts";
import type { AgreementLife } from "./queries.ts";

type Props = { readonly actor: Actor; readonly life: AgreementLife };

/** How an agreement stands, in words: its state, what is awaited of whom, and the way to it. */
export function AgreementHead({ actor, life }: Props) {
  const t = useText();
  const { agreement, open, next, suspension } = life;
  const own = `/partenaires/${agreement.id}`;
  const mayNegotiate = permits(actor, "agreement.negotiate", agreement.partnerId);
  const isSigning = next.kind.startsWith("sign");
  const words = nextStepWords(next);
  return (
    <>
      {agreement.title !== null && <p class="lead">{agreement.title}</p>}
      <p>
        <StateTag label={STATES[agreement.state]} tone={STATE_TONES[agreement.state]} />
      </p>
      {suspension !== undefined && (
        <Notice tone="warning">
          <p>
            {t(suspension.state === "asked" ? LIFE.asked : LIFE.running)} {suspension.reason}
          </p>
        </Notice>
      )}
      {agreement.endedReason !== null && (
        <Notice>
          <p>
            {t(LIFE.endedEarly)} {agreement.endedReason}
          </p>
        </Notice>
      )}
      {words !== undefined && (
        <Notice>
          {open !== undefined && agreement.state !== "negotiating" && <p>{t(LIFE.amendmentOpen)}</p>}
          <p>
            <strong>{t(words)}</strong>
          </p>
        </Notice>
      )}
      <p class="buttons">
        {open !== undefined && (
          <ButtonLink href={isSigning ? `${own}/signature` : `${own}/echanges`}>
            {t(isSigning ? LIFE.readSign : LIFE.readAnswer)}
          </ButtonLink>
        )}
        {open === undefined && agreement.state === "in_force" && mayNegotiate && (
          <ButtonLink href={`${own}/proposition`} kind="secondary">
            {t(LIFE.amend)}
          </ButtonLink>
        )}
      </p>
      <p class="links">
        <a href={`${own}/echanges`}>{t(LIFE.rounds)}</a>
        {agreement.signedVersion !== null && (
          <>
            {" · "}
            <a href={`${own}/signature`}>{t(LIFE.signedText)}</a>
          </>
        )}
        {" · "}
        <a href={`${own}/livraisons`}>{t(LIFE.deliveries)}</a>
      </p>
    </>
  );
}

/** Decisions on an agreement in force or suspended, each with its reason. */
export function AgreementDecisions({ actor, life }: Props) {
  const { agreement, suspension } = life;
  const own = `/partenaires/${agreement.id}`;
  if (agreement.state !== "in_force" && agreement.state !== "suspended") return null;
  const isPartner = sideOf(actor, agreement.partnerId) === "partner";
  const maySuspend = agreement.state === "in_force" && permits(actor, "agreement.suspend", agreement.partnerId);
  const mayResume = !isPartner && permits(actor, "agreement.resume");
  return (
    <>
      {maySuspend && (!isPartner || suspension === undefined) && (
        <Decision
          action={`${own}/suspension`}
          heading={isPartner ? LIFE.askSuspension : LIFE.suspend}
          note={LIFE.suspendNote}
          kind="danger"
        />
      )}
      {mayResume && suspension?.state === "asked" && (
        <Decision action={`${own}/reprise`} heading={LIFE.decline} kind="secondary" />
      )}
      {mayResume && suspension?.state === "running" && (
        <Decision action={`${own}/reprise`} heading={LIFE.resume} note={LIFE.resumeNote} kind="primary" />
      )}
      {permits(actor, "agreement.end", agreement.partnerId) && (
        <Decision action={`${own}/fin`} heading={LIFE.end} note={LIFE.endNote} kind="danger" />
      )}
    </>
  );
}

type DecisionProps = Pick<Parameters<typeof ReasonForm>[0], "action" | "heading" | "note" | "kind">;

function Decision({ heading, ...rest }: DecisionProps) {
  const t = useText();
  return (
    <details>
      <summary>{t(heading)}</summary>
      <ReasonForm {...rest} heading={heading} label={LIFE.reason} button={heading} />
    </details>
  );
}
