import type { PotFigures } from "../domain/pot.ts";
import type { AppError } from "../errors.ts";
import type { Page } from "../http/pagination.ts";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, SearchForm } from "../ui/form.tsx";
import { Euros, Table, When } from "../ui/show.tsx";
import { MOMENTS, POTS } from "./page-messages.ts";
import type { PotMoment } from "./pot-history.ts";
import { potPath } from "./pot-path.ts";
import { PotFigureList } from "./pot-view.tsx";

type Props = {
  readonly pot: { readonly id: string; readonly agreementId: string; readonly name: string };
  readonly moments: Page<PotMoment>;
  /** The instant asked for, as typed, and the pot as it was then. */
  readonly typedAt: string;
  readonly at: Date | undefined;
  readonly figures: PotFigures | undefined;
  readonly error?: AppError | undefined;
};

/** A pot at any past instant, and everything that ever happened to it. */
export function HistoryPage({ pot, moments, typedAt, at, figures, error }: Props) {
  const t = useText();
  const own = potPath(pot);
  return (
    <>
      <h1>{t(POTS.history)}</h1>
      <ErrorSummary error={error} />
      <p>
        <a href={own}>{pot.name}</a>
      </p>
      <section aria-labelledby="at">
        <h2 id="at">{t(POTS.figuresAt)}</h2>
        <SearchForm action={`${own}/historique`}>
          <Field name="le" label={POTS.onDay} type="datetime-local" value={typedAt} errors={error?.fields} />
          <Button kind="secondary">{t(POTS.show)}</Button>
        </SearchForm>
        {at !== undefined && figures !== undefined && (
          <>
            <p>
              <When at={at} time />
            </p>
            <PotFigureList figures={figures} />
          </>
        )}
      </section>
      <Table
        caption={POTS.moments}
        empty={POTS.noMoment}
        rows={moments.items}
        columns={[
          { heading: POTS.when, cell: (row) => <When at={row.recordedAt} time /> },
          { heading: POTS.moment, cell: (row) => t(MOMENTS[row.kind] ?? { fr: row.kind, en: row.kind }) },
          { heading: POTS.about, cell: (row) => <About moment={row} own={own} /> },
          { heading: POTS.amount, numeric: true, cell: (row) => <Euros cents={row.amountCents} /> },
        ]}
      />
      {moments.nextCursor !== null && (
        <p>
          <a href={`${own}/historique?suite=${encodeURIComponent(moments.nextCursor)}`}>{t(POTS.older)}</a>
        </p>
      )}
    </>
  );
}

function About({ moment, own }: { readonly moment: PotMoment; readonly own: string }) {
  const t = useText();
  if (moment.kind.startsWith("withdrawal_")) return <a href={`${own}/retraits/${moment.about}`}>{t(POTS.see)}</a>;
  if (moment.kind.startsWith("call_")) return <a href={`${own}/appels/${moment.about}`}>{t(POTS.see)}</a>;
  if (moment.kind === "received") return <>{t(moment.about === "stripe" ? POTS.stripe : POTS.bank)}</>;
  return <>{moment.about}</>;
}
