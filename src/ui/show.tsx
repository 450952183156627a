import type { ComponentChildren } from "preact";
import type { Text } from "../i18n/text.ts";
import { useLanguage, useText } from "./context.ts";
import { formatDate, formatDay, formatEuros, formatInstant } from "./format.ts";
import { ui } from "./messages.ts";

export const Euros = ({ cents }: { readonly cents: bigint }) => (
  <span class="money">{formatEuros(cents, useLanguage())}</span>
);

/** An instant: the day, or day and time with `time`. */
export const When = ({ at, time }: { readonly at: Date; readonly time?: boolean }) => {
  const language = useLanguage();
  return <time dateTime={at.toISOString()}>{time ? formatInstant(at, language) : formatDay(at, language)}</time>;
};

/** A calendar date `2027-03-03`. */
export const On = ({ date }: { readonly date: string }) => (
  <time dateTime={date}>{formatDate(date, useLanguage())}</time>
);

export const Words = ({ text }: { readonly text: Text }) => <>{useText()(text)}</>;

type CardProps = {
  readonly title?: ComponentChildren;
  readonly href?: string;
  /** Of the heading: 2 where cards stand right below the page's title. */
  readonly level?: 2 | 3;
  readonly children: ComponentChildren;
};

export function Card({ title, href, level = 3, children }: CardProps) {
  const Heading = `h${level}` as const;
  return (
    <article class="card">
      {title && <Heading>{href ? <a href={href}>{title}</a> : title}</Heading>}
      {children}
    </article>
  );
}

export const Cards = ({ children }: { readonly children: ComponentChildren }) => <div class="cards">{children}</div>;

type Tone = "info" | "success" | "warning" | "danger";

export const Notice = ({ tone = "info", children }: { readonly tone?: Tone; readonly children: ComponentChildren }) => (
  <div class={`notice ${tone}`} role={tone === "danger" ? "alert" : "status"}>
    {children}
  </div>
);

type TagTone = "neutral" | "waiting" | "good" | "bad";

/** A state in words; the colour only repeats them. */
export const StateTag = ({ label, tone = "neutral" }: { readonly label: Text; readonly tone?: TagTone }) => (
  <span class={`tag ${tone}`}>{useText()(label)}</span>
);

export type Column<Row> = {
  readonly heading: Text;
  readonly cell: (row: Row) => ComponentChildren;
  /** Amounts and counts stand on the right. */
  readonly numeric?: boolean;
};

type TableProps<Row> = {
  readonly caption: Text;
  /** A heading above says the same: the caption is read aloud only. */
  readonly titled?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly empty?: Text;
};

/** A table that becomes a list of cards on a narrow screen. */
export function Table<Row>({ caption, titled, columns, rows, empty = ui.nothingYet }: TableProps<Row>) {
  const t = useText();
  if (rows.length === 0) return <p class="empty">{t(empty)}</p>;
  return (
    <table>
      <caption class={titled ? "visually-hidden" : undefined}>{t(caption)}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col" class={column.numeric ? "numeric" : undefined} key={column.heading.en}>
              {t(column.heading)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {columns.map((column) => (
              <td class={column.numeric ? "numeric" : undefined} data-label={t(column.heading)} key={column.heading.en}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Pairs of a term and what is known of it. */
export function Facts({ facts }: { readonly facts: readonly (readonly [Text, ComponentChildren])[] }) {
  const t = useText();
  return (
    <dl class="facts">
      {facts.map(([term, value]) => (
        <div key={term.en}>
          <dt>{t(term)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Above the heading of one thing: the way back to the list it stands in, by that list's title. */
export const BackTo = ({ href, list }: { readonly href: string; readonly list: Text }) => (
  <p>
    <a href={href}>
      <Words text={list} />
    </a>
  </p>
);

/** In words, with the code it can be found by in small print. */
export const Named = ({ words, code }: { readonly words: Text | undefined; readonly code: string }) =>
  words === undefined ? (
    <code>{code}</code>
  ) : (
    <>
      <Words text={words} />
      <br />
      <span class="hint long">{code}</span>
    </>
  );
