import { wholeDays } from "../domain/urgency.ts";
import { BooksAlarm } from "../self-check/alarm.tsx";
import { useText } from "../ui/context.ts";
import { ActionButton, ButtonLink } from "../ui/form.tsx";
import { type Column, Euros, Notice, StateTag, Table, When, Words } from "../ui/show.tsx";
import { HOLD_NAMES, KIND_NAMES, LETTER, DECISIONS as texts, URGENCY_NAMES } from "./messages.ts";
import type { Decisions, Waiting } from "./queries.ts";
import { SOURCES } from "./sources.ts";
import { titleText } from "./title.ts";

type Props = { readonly waiting: Decisions; readonly only: string };

export function DecisionsPage({ waiting, only }: Props) {
  const t = useText();
  const { counts, now } = waiting;
  const chosen = only === "" ? undefined : only;
  const isShown = (kind: string) => chosen === undefined || kind === chosen;
  const shown = waiting.mine.filter(({ kind }) => isShown(kind));
  const others = waiting.others.filter(({ kind }) => isShown(kind));
  const count = [...counts].reduce((sum, [kind, one]) => sum + (isShown(kind) ? one : 0), 0);
  return (
    <>
      <h1>{t(texts.title)}</h1>
      <BooksAlarm check={waiting.check} />
      {waiting.failedJobs > 0 && (
        <Notice tone="warning">
          {t(texts.failedJobs(waiting.failedJobs))} <a href="/taches">{t(texts.seeJobs)}</a>
        </Notice>
      )}
      {counts.size > 1 && <Filters counts={counts} chosen={chosen} />}
      <Table
        caption={texts.caption}
        rows={shown}
        columns={columns(now)}
        empty={chosen === undefined ? texts.nothing : texts.nothingOf(nameOf(chosen))}
      />
      {chosen !== undefined && count === 0 && (
        <p>
          <a href="/a-decider">{t(texts.seeAll(totalOf(counts)))}</a>
        </p>
      )}
      {shown.length < count && <p class="hint">{t(texts.more(shown.length, count))}</p>}
      <div class="buttons">
        {counts.has("send") && <ButtonLink href="/virements">{t(texts.createFile)}</ButtonLink>}
        {waiting.mayImport && (
          <ButtonLink href="/releves" kind="secondary">
            {t(texts.importStatement)}
          </ButtonLink>
        )}
      </div>
      {waiting.letters !== undefined && <Letters taken={waiting.letters === "taken"} />}
      {others.length > 0 && (
        <section>
          <h2>
            {t(texts.others)} ({others.length})
          </h2>
          <p>{t(texts.othersNote)}</p>
          <Table caption={texts.others} titled rows={others} columns={[...columns(now).slice(0, 4), WHY]} />
        </section>
      )}
    </>
  );
}

function Letters({ taken }: { readonly taken: boolean }) {
  const t = useText();
  return (
    <section class="choice">
      <p>{t(taken ? LETTER.taken : LETTER.notTaken)}</p>
      <ActionButton
        action="/a-decider/courriers"
        label={taken ? LETTER.leave : LETTER.take}
        kind="secondary"
        fields={{ wanted: taken ? "no" : "yes" }}
      />
    </section>
  );
}

type FilterProps = { readonly counts: Decisions["counts"]; readonly chosen: string | undefined };

function Filters({ counts, chosen }: FilterProps) {
  const t = useText();
  const kinds = SOURCES.map(({ kind }) => kind).filter((kind) => counts.has(kind));
  return (
    <nav class="chips" aria-label={t(texts.filters)}>
      <a href="/a-decider" aria-current={chosen === undefined ? "page" : undefined}>
        {t(texts.all)} ({totalOf(counts)})
      </a>
      {kinds.map((kind) => (
        <a href={`/a-decider?quoi=${kind}`} aria-current={chosen === kind ? "page" : undefined} key={kind}>
          {t(KIND_NAMES[kind] ?? texts.what)} ({counts.get(kind)})
        </a>
      ))}
    </nav>
  );
}

const nameOf = (kind: string) => (Object.hasOwn(KIND_NAMES, kind) ? KIND_NAMES[kind] : undefined);

const totalOf = (counts: Decisions["counts"]): number => [...counts.values()].reduce((sum, one) => sum + one, 0);

const columns = (now: Date): readonly Column<Waiting>[] => [
  { heading: texts.what, cell: (row) => <What row={row} /> },
  { heading: texts.who, cell: ({ who }) => who },
  { heading: texts.amount, numeric: true, cell: ({ amountCents }) => amountCents && <Euros cents={amountCents} /> },
  {
    heading: texts.since,
    cell: ({ since }) => (
      <>
        <When at={since} /> (<Words text={texts.daysAgo(wholeDays(since, now))} />)
      </>
    ),
  },
  { heading: texts.due, cell: (row) => <Due row={row} now={now} /> },
];

const WHY: Column<Waiting> = { heading: texts.why, cell: ({ hold }) => hold && <Words text={HOLD_NAMES[hold]} /> };

function What({ row }: { readonly row: Waiting }) {
  const t = useText();
  return (
    <>
      <span class="hint">{t(KIND_NAMES[row.kind] ?? texts.what)}</span>
      <br />
      <a href={row.href}>{t(titleText(row))}</a>
    </>
  );
}

function Due({ row: { due, urgency }, now }: { readonly row: Waiting; readonly now: Date }) {
  const name = URGENCY_NAMES[urgency];
  return (
    <>
      {due !== null && (
        <>
          <When at={due} /> {due > now && <>({<Words text={texts.daysAgo(wholeDays(now, due))} />})</>}{" "}
        </>
      )}
      {name !== undefined && <StateTag label={name} tone={urgency === "old" ? "waiting" : "bad"} />}
    </>
  );
}
