import { isValidRna } from "../domain/rna.ts";
import { isValidSiret } from "../domain/siret.ts";
import type { AppError } from "../errors.ts";
import { Choice } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, Form } from "../ui/form.tsx";
import { Facts, StateTag, Table, When, Words } from "../ui/show.tsx";
import { STANDINGS, IDENTITY as texts } from "./identity-messages.ts";
import type { Identity, IdentityStanding } from "./identity-queries.ts";
import type { OrganisationDetail } from "./queries.ts";

const TONES = { verified: "good", not_verified: "bad", changed: "waiting", never: "neutral" } as const;

export const StandingTag = ({ standing }: { readonly standing: IdentityStanding }) => (
  <StateTag label={STANDINGS[standing]} tone={TONES[standing]} />
);

type Props = {
  readonly organisation: OrganisationDetail;
  readonly identity: Identity;
  readonly typed: { readonly outcome: string; readonly note: string };
  readonly error: AppError | undefined;
};

/** Who the organisation says it is, what the fund found, and the form of the next look: for staff. */
export function IdentitySection({ organisation, identity, typed, error }: Props) {
  const t = useText();
  const { siret, rna, id } = organisation;
  const fine = isValidSiret(siret ?? "") || isValidRna(rna ?? "");
  return (
    <section>
      <h2>{t(texts.title)}</h2>
      <Facts
        facts={[
          [texts.standing, <StandingTag standing={identity.standing} />],
          [texts.numbers, t(fine ? texts.numbersFine : texts.numbersWrong)],
        ]}
      />
      {siret !== null && (
        <p>
          <a href={`https://annuaire-entreprises.data.gouv.fr/entreprise/${siret.slice(0, 9)}`} rel="noreferrer">
            {t(texts.register)}
          </a>
        </p>
      )}
      {identity.mayReview && (
        <Form action={`/structures/${id}/identite`}>
          <p class="hint">{t(texts.whatToLook)}</p>
          <Choice
            name="outcome"
            legend={texts.outcome}
            options={[
              { value: "verified", label: texts.isVerified },
              { value: "not_verified", label: texts.isDoubtful },
            ]}
            value={typed.outcome}
            errors={error?.fields}
          />
          <Field name="note" label={texts.note} rows={3} maxLength={1_000} value={typed.note} errors={error?.fields} />
          <Button>{t(texts.save)}</Button>
        </Form>
      )}
      {identity.reviews.length > 0 && (
        <Table
          caption={texts.history}
          rows={identity.reviews}
          columns={[
            { heading: texts.at, cell: ({ createdAt }) => <When at={createdAt} time /> },
            { heading: texts.by, cell: ({ reviewer }) => reviewer },
            { heading: texts.standing, cell: ({ outcome }) => <Words text={STANDINGS[outcome]} /> },
            { heading: texts.note, cell: ({ note }) => note },
          ]}
        />
      )}
    </section>
  );
}
