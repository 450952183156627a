import { opensAt } from "../domain/account-cooling.ts";
import { LEGAL_FORMS } from "../domain/organisation.ts";
import type { AppError } from "../errors.ts";
import type { Page } from "../http/pagination.ts";
import { useText } from "../ui/context.ts";
import { ActionButton, ButtonLink, ErrorSummary } from "../ui/form.tsx";
import { Card, Cards, Facts, StateTag, Table, When, Words } from "../ui/show.tsx";
import type { Identity } from "./identity-queries.ts";
import { IdentitySection, StandingTag } from "./identity-view.tsx";
import { ACCOUNT_STATE_NAMES, LEGAL_FORM_NAMES, MEMBER_ROLE_NAMES } from "./messages.ts";
import { PAGES } from "./page-messages.ts";
import type { OrganisationDetail, OrganisationRow } from "./queries.ts";
import type { StripeStatus } from "./read-stripe-account.ts";
import { StripeAccount } from "./stripe-account-view.tsx";

export function OrganisationList({ organisations }: { readonly organisations: Page<OrganisationRow> }) {
  const t = useText();
  return (
    <>
      <h1>{t(PAGES.mine)}</h1>
      <p>{t(PAGES.intro)}</p>
      <p>
        <ButtonLink href="/structures/nouvelle">{t(PAGES.create)}</ButtonLink>
      </p>
      {organisations.items.length === 0 && <p class="empty">{t(PAGES.none)}</p>}
      <Cards>
        {organisations.items.map((one) => (
          <Card level={2} title={one.name} href={`/structures/${one.id}`} key={one.id}>
            <p>
              {one.postcode} {one.town}
            </p>
          </Card>
        ))}
      </Cards>
      {organisations.nextCursor !== null && (
        <p>
          <a href={`/structures?suite=${encodeURIComponent(organisations.nextCursor)}`}>{t(PAGES.more)}</a>
        </p>
      )}
    </>
  );
}

type PageProps = {
  readonly organisation: OrganisationDetail;
  readonly stripe: StripeStatus;
  readonly readerId: string;
  readonly identity: Identity;
  readonly isStaff: boolean;
  readonly typed: { readonly outcome: string; readonly note: string };
  readonly error?: AppError | undefined;
};

export function OrganisationPage({ organisation, stripe, readerId, error, ...more }: PageProps) {
  const { identity, isStaff, typed } = more;
  const t = useText();
  const path = `/structures/${organisation.id}`;
  const legalForm = LEGAL_FORMS.find((one) => one === organisation.legalForm);
  return (
    <>
      <h1>{organisation.name}</h1>
      {!isStaff && (
        <p>
          <StandingTag standing={identity.standing} />
        </p>
      )}
      <ErrorSummary error={error} />
      <Facts
        facts={[
          [PAGES.legalForm, legalForm === undefined ? organisation.legalForm : t(LEGAL_FORM_NAMES[legalForm])],
          [PAGES.siret, organisation.siret ?? "—"],
          [PAGES.rna, organisation.rna ?? "—"],
          [PAGES.address, `${organisation.address}, ${organisation.postcode} ${organisation.town}`],
        ]}
      />
      {organisation.editable && (
        <p>
          <ButtonLink href={`${path}/modification`} kind="secondary">
            {t(PAGES.edit)}
          </ButtonLink>
        </p>
      )}
      {isStaff && <IdentitySection organisation={organisation} identity={identity} typed={typed} error={error} />}
      <Members organisation={organisation} readerId={readerId} />
      <Accounts organisation={organisation} />
      <section>
        <h2>{t(PAGES.stripeAccount)}</h2>
        <StripeAccount organisation={organisation} status={stripe} />
      </section>
    </>
  );
}

type Member = OrganisationDetail["members"][number];

function Members({ organisation, readerId }: Pick<PageProps, "organisation" | "readerId">) {
  const t = useText();
  const path = `/structures/${organisation.id}/membres`;
  const action = (member: Member) => {
    if (member.userId === readerId) return <ActionButton action={`${path}/${member.userId}/retrait`} {...LEAVE} />;
    return organisation.editable && <ActionButton action={`${path}/${member.userId}/retrait`} {...REMOVE} />;
  };
  return (
    <section>
      <h2>{t(PAGES.members)}</h2>
      <Table
        caption={PAGES.members}
        titled
        rows={organisation.members}
        columns={[
          {
            heading: PAGES.person,
            cell: (member) => (
              <>
                {member.name} <span class="hint">{member.email}</span>
              </>
            ),
          },
          { heading: PAGES.role, cell: (member) => <Words text={MEMBER_ROLE_NAMES[member.role]} /> },
          { heading: PAGES.since, cell: (member) => <When at={member.joinedAt} /> },
          { heading: PAGES.remove, cell: action },
        ]}
      />
      {organisation.editable && (
        <p>
          <ButtonLink href={`${path}/nouveau`} kind="secondary">
            {t(PAGES.addMember)}
          </ButtonLink>
        </p>
      )}
    </section>
  );
}

const LEAVE = { label: PAGES.leave, kind: "secondary" } as const;
const REMOVE = { label: PAGES.remove, kind: "secondary" } as const;

const TONES = { pending: "waiting", verified: "good", replaced: "neutral", blocked: "bad" } as const;

function Accounts({ organisation }: Pick<PageProps, "organisation">) {
  const t = useText();
  const path = `/structures/${organisation.id}/comptes`;
  return (
    <section>
      <h2>{t(PAGES.accounts)}</h2>
      <Table
        caption={PAGES.accounts}
        titled
        rows={organisation.bankAccounts}
        columns={[
          { heading: PAGES.account, cell: ({ iban, holderName }) => `${holderName}, ${iban}` },
          {
            heading: PAGES.state,
            cell: ({ state }) => <StateTag label={ACCOUNT_STATE_NAMES[state]} tone={TONES[state]} />,
          },
          { heading: PAGES.enteredOn, cell: ({ createdAt }) => <When at={createdAt} /> },
          { heading: PAGES.opens, cell: (account) => <Opening {...account} /> },
          {
            heading: PAGES.notMe,
            cell: ({ id, state }) =>
              organisation.blockable &&
              (state === "pending" || state === "verified") && <a href={`${path}/${id}/blocage`}>{t(PAGES.block)}</a>,
          },
          {
            heading: PAGES.verify,
            cell: ({ id, state }) =>
              organisation.verifiable &&
              state === "pending" && <ActionButton action={`${path}/${id}/verification`} label={PAGES.verify} />,
          },
        ]}
      />
      <p class="hint">{t(PAGES.coolingHint)}</p>
      {organisation.editable && (
        <p>
          <ButtonLink href={`${path}/nouveau`} kind="secondary">
            {t(PAGES.addAccount)}
          </ButtonLink>
        </p>
      )}
    </section>
  );
}

type OpeningProps = Pick<OrganisationDetail["bankAccounts"][number], "state" | "verifiedAt">;

/** When a verified account may first be paid (D5). */
function Opening({ state, verifiedAt }: OpeningProps) {
  const t = useText();
  if (state !== "verified" || verifiedAt === null) return <>—</>;
  return (
    <>
      {t(PAGES.opensFrom)} <When at={opensAt(verifiedAt)} time />
    </>
  );
}
