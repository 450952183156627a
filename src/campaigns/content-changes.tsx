import { changedLines } from "../domain/compare-lines.ts";
import type { Text } from "../i18n/text.ts";
import { useLanguage, useText } from "../ui/context.ts";
import { Table } from "../ui/show.tsx";
import { contentLines } from "./content-lines.ts";
import type { SubmittedContent } from "./submitted-content.ts";

const CHANGES = {
  title: { fr: "Ce qui a changé depuis la dernière étude", en: "What changed since the last review" },
  none: { fr: "Rien n’a changé pour l’instant.", en: "Nothing has changed yet." },
  field: { fr: "Réponse", en: "Answer" },
  before: { fr: "Avant", en: "Before" },
  after: { fr: "Maintenant", en: "Now" },
  absent: { fr: "(vide)", en: "(empty)" },
} as const satisfies Record<string, Text>;

type Props = { readonly judged: SubmittedContent | undefined; readonly now: SubmittedContent };

/** Field by field, what a campaign said when the fund last judged it and what it says now. */
export function ContentChanges({ judged, now }: Props) {
  const t = useText();
  const language = useLanguage();
  if (judged === undefined) return null;
  const lines = changedLines(contentLines(judged, language), contentLines(now, language));
  const shown = (value: string | undefined) => <span class="typed">{value ?? t(CHANGES.absent)}</span>;
  return (
    <section id="changements">
      <h2>{t(CHANGES.title)}</h2>
      <Table
        caption={CHANGES.title}
        titled
        empty={CHANGES.none}
        rows={lines}
        columns={[
          { heading: CHANGES.field, cell: (line) => line.field },
          { heading: CHANGES.before, cell: (line) => shown(line.before) },
          { heading: CHANGES.after, cell: (line) => shown(line.after) },
        ]}
      />
    </section>
  );
}
