import { nextStepWords } from "../agreements/page-messages.ts";
import type { NextStep } from "../domain/agreement.ts";
import { potPath } from "../pots/pot-path.ts";
import { useText } from "../ui/context.ts";
import { Euros, Notice, On, Table, Words } from "../ui/show.tsx";
import type { PartnerHome } from "./home-queries.ts";
import { HOME, PARTNERS } from "./page-messages.ts";
import type { Agreement } from "./queries.ts";

type Props = {
  readonly home: PartnerHome;
  readonly agreements: readonly Agreement[];
  readonly next: ReadonlyMap<string, NextStep>;
};

/** A partner's one screen: what waits for it, where its money is, what it did, and the papers. */
export function PartnerHomeView({ home, agreements, next }: Props) {
  const signed = agreements.filter(({ signedAt }) => signedAt !== null);
  return (
    <>
      <Tasks home={home} agreements={agreements} next={next} />
      {home.pots.length > 0 && <Pots pots={home.pots} />}
      {home.campaigns.length > 0 && <Campaigns campaigns={home.campaigns} />}
      {signed.length > 0 && <Papers agreements={signed} />}
    </>
  );
}

const waitsForPartner = (step: NextStep | undefined): step is NextStep =>
  step !== undefined && (step.kind === "sign-both" || ("by" in step && step.by === "partner"));

function Tasks({ home, agreements, next }: Props) {
  const t = useText();
  const awaited = agreements.flatMap((agreement) => {
    const step = next.get(agreement.id);
    const words = waitsForPartner(step) ? nextStepWords(step) : undefined;
    return words === undefined ? [] : [{ agreement, words }];
  });
  if (awaited.length === 0 && home.calls.length === 0) return <Notice>{t(HOME.nothingWaits)}</Notice>;
  return (
    <Notice tone="warning">
      <h2>{t(HOME.waits)}</h2>
      <ul>
        {awaited.map(({ agreement, words }) => (
          <li key={agreement.id}>
            <a href={`/partenaires/${agreement.id}/echanges`}>{agreement.title ?? agreement.reference}</a> :{" "}
            <Words text={words} />
          </li>
        ))}
        {home.calls.map((call) => (
          <li key={call.id}>
            <a href={`${potPath(call.pot)}/appels/${call.id}`}>{t(HOME.call)}</a> : <Euros cents={call.openCents} />,{" "}
            {t(HOME.before)} <On date={call.dueOn} /> ({call.pot.name})
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Pots({ pots }: { readonly pots: PartnerHome["pots"] }) {
  const t = useText();
  return (
    <section>
      <h2>{t(PARTNERS.pots)}</h2>
      <Table
        caption={HOME.potsCaption}
        rows={pots}
        columns={[
          { heading: HOME.pot, cell: (pot) => <a href={potPath(pot)}>{pot.name}</a> },
          { heading: PARTNERS.funded, cell: (pot) => <Euros cents={pot.fundedCents} />, numeric: true },
          { heading: HOME.reserved, cell: (pot) => <Euros cents={pot.reservedCents} />, numeric: true },
          { heading: HOME.committed, cell: (pot) => <Euros cents={pot.committedCents} />, numeric: true },
          { heading: HOME.paid, cell: (pot) => <Euros cents={pot.paidCents} />, numeric: true },
          {
            heading: HOME.free,
            cell: (pot) => (
              <strong>
                <Euros cents={pot.remainingCents} />
              </strong>
            ),
            numeric: true,
          },
        ]}
      />
      <p class="hint">{t(HOME.inWords)}</p>
    </section>
  );
}

function Campaigns({ campaigns }: { readonly campaigns: PartnerHome["campaigns"] }) {
  const t = useText();
  return (
    <section>
      <h2>{t(HOME.didTitle)}</h2>
      <Table
        caption={HOME.didCaption}
        rows={campaigns}
        columns={[
          { heading: HOME.campaign, cell: ({ slug, title }) => <a href={`/collectes/${slug}`}>{title}</a> },
          { heading: HOME.gifts, cell: ({ gifts }) => gifts, numeric: true },
          { heading: HOME.matched, cell: ({ matchedCents }) => <Euros cents={matchedCents} />, numeric: true },
        ]}
      />
    </section>
  );
}

function Papers({ agreements }: { readonly agreements: readonly Agreement[] }) {
  const t = useText();
  return (
    <section>
      <h2>{t(HOME.papers)}</h2>
      <ul>
        {agreements.map(({ id, title, reference }) => (
          <li key={id}>
            {title ?? reference} : <a href={`/partenaires/${id}/abondements`}>{t(PARTNERS.seeMatches)}</a> ·{" "}
            <a href={`/partenaires/${id}/releves`}>{t(PARTNERS.seeStatements)}</a> ·{" "}
            <a href={`/partenaires/${id}/recus`}>{t(PARTNERS.seeReceipts)}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
