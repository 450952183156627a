import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { ActionButton, Button, Form } from "../ui/form.tsx";
import { Euros, Facts, Notice, When } from "../ui/show.tsx";
import type { OpenCorrection } from "./correction-queries.ts";
import { ROUND } from "./page-messages.ts";

type ProposalProps = {
  readonly roundId: string;
  readonly typed: Typed;
  readonly error: AppError | undefined;
};

export function CorrectionForm({ roundId, typed, error }: ProposalProps) {
  const t = useText();
  return (
    <section>
      <h2>{t(ROUND.correct)}</h2>
      <p>{t(ROUND.correctHint)}</p>
      <Form action={`/tours/${roundId}/corrections`}>
        <Field
          name="reason"
          label={ROUND.correctReason}
          rows={3}
          maxLength={1_000}
          value={field(typed, "reason")}
          errors={error?.fields}
        />
        <Field
          name="takenIn"
          label={ROUND.takenIn}
          hint={ROUND.takenInHint}
          rows={2}
          optional
          value={field(typed, "takenIn")}
          errors={error?.fields}
        />
        <Button>{t(ROUND.propose)}</Button>
      </Form>
    </section>
  );
}

type ConfirmationProps = {
  readonly actor: Actor;
  readonly roundId: string;
  readonly correction: OpenCorrection;
};

/** What a correction would do now; whoever did not propose it may confirm exactly that. */
export function CorrectionToConfirm({ actor, roundId, correction }: ConfirmationProps) {
  const t = useText();
  const own = `/tours/${roundId}/corrections/${correction.id}`;
  const mayDecide = permits(actor, "round.correct");
  const isProposer = actor.kind === "user" && actor.userId === correction.proposedBy;
  return (
    <section>
      <h2>{t(ROUND.open)}</h2>
      <Facts
        facts={[
          [ROUND.because, correction.reason],
          [ROUND.proposedOn, <When at={correction.proposedAt} time />],
          [ROUND.takenInCount, correction.takenIn],
          [ROUND.wouldShare, <Euros cents={correction.sharedCents} />],
          [ROUND.wouldReverse, <Euros cents={correction.reversedCents} />],
          [ROUND.wouldGrant, <Euros cents={correction.grantedCents} />],
        ]}
      />
      {correction.obstacle !== undefined && <Notice tone="warning">{t(correction.obstacle)}</Notice>}
      {mayDecide && (
        <div class="buttons">
          {!isProposer && correction.obstacle === undefined && (
            <ActionButton
              action={`${own}/confirmation`}
              label={ROUND.confirm}
              fields={{ inputHash: correction.inputHash }}
            />
          )}
          <ActionButton action={`${own}/retrait`} label={ROUND.withdraw} kind="secondary" />
        </div>
      )}
    </section>
  );
}
