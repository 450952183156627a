import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { ActionButton } from "../ui/form.tsx";
import { Euros, StateTag, Table, When } from "../ui/show.tsx";
import type { GrantComplement } from "./complement-queries.ts";
import { GRANT } from "./page-messages.ts";
import type { GrantDetail } from "./queries.ts";

type Props = { readonly actor: Actor; readonly grant: GrantDetail };

const stateOf = ({ amendment, holderSignedAt, fundSignedAt }: GrantComplement): Text => {
  if (amendment === undefined) return GRANT.inAgreement;
  if (fundSignedAt !== null) return GRANT.amendmentSigned;
  return holderSignedAt === null ? GRANT.amendmentToSign : GRANT.amendmentToCountersign;
};

const isOpen = ({ amendment, fundSignedAt }: GrantComplement): boolean =>
  amendment !== undefined && fundSignedAt === null;

/** What matching rounds added to the grant, and the amendments that wait for signatures. */
export function Complements({ actor, grant }: Props) {
  const t = useText();
  if (grant.complements.length === 0) return null;
  return (
    <section>
      <h2>{t(GRANT.complements)}</h2>
      <p>{t(GRANT.complementsHint)}</p>
      <Table
        caption={GRANT.complements}
        titled
        rows={grant.complements}
        columns={[
          { heading: GRANT.partner, cell: (one) => one.partnerName },
          { heading: GRANT.addedOn, cell: (one) => <When at={one.createdAt} /> },
          { heading: GRANT.amount, numeric: true, cell: (one) => <Euros cents={one.amountCents} /> },
          {
            heading: GRANT.state,
            cell: (one) => <StateTag label={stateOf(one)} tone={isOpen(one) ? "waiting" : "good"} />,
          },
          { heading: GRANT.round, cell: (one) => <a href={`/tours/${one.ruleId}`}>{t(GRANT.round)}</a> },
        ]}
      />
      {grant.complements.filter(isOpen).map((one) => (
        <Amendment key={one.id} actor={actor} grant={grant} complement={one} />
      ))}
    </section>
  );
}

function Amendment({ actor, grant, complement }: Props & { readonly complement: GrantComplement }) {
  const t = useText();
  const { amendment } = complement;
  if (amendment === undefined) return null;
  return (
    <section>
      <h3>{t(GRANT.amendment)}</h3>
      {amendment.paragraphs.map((paragraph) => (
        <p key={paragraph.fr}>{t(paragraph)}</p>
      ))}
      {maySign(actor, grant, complement, amendment.hash) && (
        <ActionButton
          action={`/subventions/${grant.id}/avenants/${complement.id}/signature`}
          label={GRANT.signAmendment}
          fields={{ agreementHash: amendment.hash }}
        />
      )}
    </section>
  );
}

function maySign(actor: Actor, grant: GrantDetail, complement: GrantComplement, hash: string): boolean {
  if (actor.kind !== "user") return false;
  const membership = actor.memberships.find((one) => one.organisationId === grant.organisationId);
  const isSignedAsItReads = complement.amendmentHash === hash;
  if (membership?.role === "owner") return !isSignedAsItReads;
  return membership === undefined && isSignedAsItReads && permits(actor, "grant.sign", grant.organisationId);
}
