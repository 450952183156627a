import { checkWords } from "../self-check/check-words.ts";
import { findingWords, subjectWords } from "../self-check/finding-words.ts";
import { CHECKS } from "../self-check/messages.ts";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, SearchForm } from "../ui/form.tsx";
import { Euros, Named, Notice, Table, When, Words } from "../ui/show.tsx";
import type { Finding } from "./invariant.ts";
import { booksTexts as texts } from "./messages.ts";
import type { Seal } from "./sealed-entries.ts";
import type { TrialBalanceLine } from "./trial-balance.ts";

type Props = {
  readonly findings: readonly Finding[];
  readonly checkedAt: Date | undefined;
  /** The check itself sleeps. */
  readonly isOld: boolean;
  readonly lines: readonly TrialBalanceLine[];
  /** The Paris day whose end is shown, as `2027-03-28`; empty for now. */
  readonly day: string;
  /** The Paris year it is. */
  readonly year: number;
  readonly head: Seal | undefined;
  /** The years whose entries the visitor may take out. */
  readonly fecYears: readonly number[];
};

/** Whether the books hold, the trial balance at the end of a day, and the head of the chain of seals. */
export const BooksPage = ({ findings, checkedAt, isOld, lines, day, year, head, fecYears }: Props) => (
  <>
    <h1>
      <Words text={texts.title} />
    </h1>
    <Verdict findings={findings} isOld={isOld} />
    {checkedAt && (
      <p class="hint">
        <Words text={CHECKS.lastCheck} /> <When at={checkedAt} time />
      </p>
    )}
    <p>
      <a href="/livres/ecritures">
        <Words text={texts.journal} />
      </a>
      <br />
      <a href="/livres/corrections">
        <Words text={texts.corrections} />
      </a>
      <br />
      <a href={`/livres/fonds-dedies/${year}`}>
        <Words text={texts.dedicated} />
      </a>
    </p>
    <SearchForm action="/livres">
      <Field name="jour" label={texts.day} hint={texts.dayHint} type="date" value={day} optional />
      <Button kind="secondary">
        <Words text={texts.show} />
      </Button>
    </SearchForm>
    <Table
      caption={texts.caption}
      empty={texts.empty}
      rows={lines}
      columns={[
        { heading: texts.number, cell: (line) => line.number },
        { heading: texts.account, cell: (line) => <AccountName line={line} /> },
        {
          heading: texts.debit,
          numeric: true,
          cell: ({ balanceCents }) => balanceCents > 0n && <Euros cents={balanceCents} />,
        },
        {
          heading: texts.credit,
          numeric: true,
          cell: ({ balanceCents }) => balanceCents < 0n && <Euros cents={-balanceCents} />,
        },
      ]}
    />
    {fecYears.length > 0 && <FecDownloads years={fecYears} />}
    <SealHead head={head} />
  </>
);

const Verdict = ({ findings, isOld }: Pick<Props, "findings" | "isOld">) =>
  findings.length === 0 ? (
    <Notice tone={isOld ? "danger" : "success"}>
      <Words text={isOld ? CHECKS.asleep : texts.allHold} />
    </Notice>
  ) : (
    <>
      <Notice tone="danger">
        <Words text={texts.someBroken} />
      </Notice>
      <Table
        caption={texts.findings}
        rows={findings}
        columns={[
          {
            heading: texts.invariant,
            cell: ({ invariant }) => <Named words={checkWords(invariant)} code={invariant} />,
          },
          { heading: texts.subject, cell: (finding) => <Named words={subjectWords(finding)} code={finding.subject} /> },
          { heading: texts.detail, cell: (finding) => <Words text={findingWords(finding)} /> },
        ]}
      />
    </>
  );

const AccountName = ({ line }: { readonly line: TrialBalanceLine }) => (
  <>
    {line.accountName}
    {line.owner !== null && (
      <>
        <br />
        <span class="hint">{line.owner}</span>
      </>
    )}
  </>
);

function FecDownloads({ years }: { readonly years: readonly number[] }) {
  const t = useText();
  return (
    <>
      <h2>{t(texts.fec)}</h2>
      <p>{t(texts.fecHint)}</p>
      <ul>
        {years.map((year) => (
          <li key={year}>
            <a href={`/livres/fec/${year}`}>{t(texts.fecOf(year))}</a>
          </li>
        ))}
      </ul>
    </>
  );
}

function SealHead({ head }: Pick<Props, "head">) {
  const t = useText();
  return (
    <>
      <h2>{t(texts.seal)}</h2>
      <p>{t(texts.sealHint)}</p>
      {head === undefined ? (
        <p class="empty">{t(texts.noSeal)}</p>
      ) : (
        <p>
          {t(texts.sealNumber(head.sequence))} <code>{head.hash}</code>
        </p>
      )}
    </>
  );
}
