import { DeMinimis } from "../de-minimis/views.tsx";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { REPORT } from "../spending-reports/messages.ts";
import { CheckBox } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ButtonLink, ErrorSummary, Form } from "../ui/form.tsx";
import { Facts, Notice, On, When, Words } from "../ui/show.tsx";
import { AGREEMENT, GRANT } from "./page-messages.ts";
import type { GrantDetail } from "./queries.ts";

type Props = { readonly actor: Actor; readonly grant: GrantDetail };

/** On the page of the grant: who signed, and the way to the text. */
export function AgreementSummary({ actor, grant }: Props) {
  const t = useText();
  const awaits = signingParty(actor, grant) !== undefined;
  return (
    <section id="convention">
      <h2>{t(GRANT.agreement)}</h2>
      <Signatures grant={grant} />
      <ButtonLink href={`/subventions/${grant.id}/convention`} kind={awaits ? "primary" : "secondary"}>
        {t(awaits ? AGREEMENT.readAndSign : AGREEMENT.read)}
      </ButtonLink>
      {grant.fundSignedAt !== null && (
        <p>
          <a href={`/subventions/${grant.id}/compte-rendu`}>{t(REPORT.title)}</a>
        </p>
      )}
    </section>
  );
}

function Signatures({ grant }: Pick<Props, "grant">) {
  const t = useText();
  const at = (signed: Date | null) => (signed === null ? <Words text={GRANT.notYet} /> : <When at={signed} time />);
  return (
    <>
      {grant.hasChangedSinceSigned && (
        <Notice tone="warning">{t(grant.fundSignedAt === null ? GRANT.changed : GRANT.changedSinceBoth)}</Notice>
      )}
      <Facts
        facts={[
          [
            AGREEMENT.period,
            <>
              <On date={grant.startsOn} /> – <On date={grant.endsOn} />
            </>,
          ],
          [AGREEMENT.commitment, at(grant.commitmentAgreedAt)],
          [GRANT.signedByHolder, at(grant.holderSignedAt)],
          [GRANT.signedByFund, at(grant.fundSignedAt)],
        ]}
      />
    </>
  );
}

/** Which side this person may sign for now; none where it is not their turn. */
export function signingParty(actor: Actor, grant: GrantDetail): "holder" | "fund" | undefined {
  if (grant.fundSignedAt !== null || actor.kind !== "user") return undefined;
  const membership = actor.memberships.find((one) => one.organisationId === grant.organisationId);
  const holderIsDue = grant.holderSignedAt === null || grant.hasChangedSinceSigned;
  if (membership?.role === "owner") return holderIsDue ? "holder" : undefined;
  const maySign = membership === undefined && permits(actor, "grant.sign", grant.organisationId);
  return maySign && !holderIsDue ? "fund" : undefined;
}

type PageProps = Props & { readonly typed: Typed; readonly error?: AppError | undefined };

/** The whole text, what it still lacks, and the signature. */
export function AgreementPage({ actor, grant, typed, error }: PageProps) {
  const t = useText();
  const isOpen = grant.fundSignedAt === null;
  const mayDeclare = isOpen && permits(actor, "grant.declare-aid", grant.organisationId);
  return (
    <>
      <p>
        <a href={`/subventions/${grant.id}`}>{grant.campaignTitle}</a>
      </p>
      <h1>{t(GRANT.agreement)}</h1>
      <ErrorSummary error={error} />
      <Signatures grant={grant} />
      <p>
        <a href={`/subventions/${grant.id}/convention.pdf`}>{t(AGREEMENT.pdf)}</a>
      </p>
      {isOpen && permits(actor, "grant.prepare") && <Terms grant={grant} typed={typed} error={error} />}
      {(grant.fundSignedAt === null || grant.deMinimis.declaration !== undefined) && (
        <DeMinimis grantId={grant.id} facts={grant.deMinimis} mayDeclare={mayDeclare} />
      )}
      <section>
        <h2>{t(AGREEMENT.text)}</h2>
        <p class="hint">{t(AGREEMENT.frenchBinds)}</p>
        <Paragraphs paragraphs={grant.agreement.paragraphs} />
        <p class="hint">
          {t(GRANT.fingerprint)} <code>{grant.agreement.hash}</code>
        </p>
      </section>
      <Signature actor={actor} grant={grant} error={error} />
    </>
  );
}

/** The text of an agreement: `# ` begins a heading, `- ` an item of a list. */
export function Paragraphs({ paragraphs }: { readonly paragraphs: readonly Text[] }) {
  const t = useText();
  const said = paragraphs.map((paragraph) => t(paragraph));
  return (
    <>
      {said.map((text, index) => {
        if (text.startsWith("# ")) return <h3 key={index}>{text.slice(2)}</h3>;
        if (!text.startsWith("- ")) return <p key={index}>{text}</p>;
        if (said[index - 1]?.startsWith("- ")) return null;
        const length = said.slice(index).findIndex((one) => !one.startsWith("- "));
        const items = said.slice(index, length < 0 ? undefined : index + length);
        return (
          <ul key={index}>
            {items.map((one) => (
              <li key={one}>{one.slice(2)}</li>
            ))}
          </ul>
        );
      })}
    </>
  );
}

function Terms({ grant, typed, error }: Omit<PageProps, "actor">) {
  const t = useText();
  const shared = (name: "startsOn" | "endsOn" | "conditions") => ({
    name,
    value: field(typed, name) || grant[name],
    errors: error?.fields,
  });
  return (
    <details open={error !== undefined && field(typed, "endsOn") !== ""}>
      <summary>{t(AGREEMENT.prepare)}</summary>
      <p>{t(AGREEMENT.prepareHint)}</p>
      <Form action={`/subventions/${grant.id}/convention`}>
        <Field {...shared("startsOn")} label={AGREEMENT.startsOn} type="date" />
        <Field {...shared("endsOn")} label={AGREEMENT.endsOn} type="date" />
        <Field
          {...shared("conditions")}
          label={AGREEMENT.conditions}
          hint={AGREEMENT.conditionsHint}
          rows={5}
          maxLength={4_000}
          optional
        />
        <Button kind="secondary">{t(AGREEMENT.savePeriod)}</Button>
      </Form>
    </details>
  );
}

function Signature({ actor, grant, error }: Omit<PageProps, "typed">) {
  const t = useText();
  const party = signingParty(actor, grant);
  if (party === undefined) return null;
  if (grant.deMinimis.declaration === undefined) return <Notice tone="warning">{t(AGREEMENT.declareFirst)}</Notice>;
  return (
    <section>
      <h2>{t(party === "holder" ? GRANT.sign : GRANT.countersign)}</h2>
      <p>{t(party === "holder" ? GRANT.signHint : AGREEMENT.fundHint)}</p>
      <Form action={`/subventions/${grant.id}/signature`}>
        <input type="hidden" name="agreementHash" value={grant.agreement.hash} />
        {party === "holder" && (
          <CheckBox name="agreesToCommitment" label={AGREEMENT.agreeToCommitment} errors={error?.fields} />
        )}
        <Button>{t(party === "holder" ? GRANT.sign : GRANT.countersign)}</Button>
      </Form>
    </section>
  );
}
