import { documentFor } from "../domain/agreement.ts";
import { lineValue } from "../domain/agreement-terms.ts";
import { useText } from "../ui/context.ts";
import { Euros, Facts, On } from "../ui/show.tsx";
import type { TermsInput } from "./forms.ts";
import { DOCUMENT_NAMES, KIND_NAMES, lineWords, NATURE_NAMES, scheduleWords } from "./line-words.ts";
import { TERMS } from "./page-messages.ts";
import { ruleWords } from "./rule-words.ts";

type Props = { readonly partnerName: string; readonly terms: TermsInput };

const WORTH = { fr: "Valeur", en: "Value" };
const NOT_VALUED = { fr: "non comptée", en: "not counted" };
const DOCUMENT = { fr: "Document", en: "Document" };
const COUNTS = { fr: "Argent promis", en: "Promised money" };
const COUNTED = { fr: "compte dans les objectifs avant réception", en: "counts towards goals before it is received" };
const NOT_COUNTED = { fr: "compte une fois reçu", en: "counts once received" };

/** The terms of one version in words: each line with its legal nature and the document that follows from it. */
export function TermsView({ partnerName, terms }: Props) {
  const t = useText();
  return (
    <>
      <Facts
        facts={[
          [TERMS.title, terms.title],
          [TERMS.startsOn, <On date={terms.startsOn} />],
          [TERMS.endsOn, <On date={terms.endsOn} />],
          [COUNTS, t(terms.promisedCounts ? COUNTED : NOT_COUNTED)],
        ]}
      />
      {terms.lines.map((line, index) => (
        <section key={line.key}>
          <h3>{t(TERMS.line(index + 1, KIND_NAMES[line.kind]))}</h3>
          <p>{t(lineWords(line))}</p>
          <Facts
            facts={[
              [TERMS.nature, t(NATURE_NAMES[line.nature])],
              [DOCUMENT, t(DOCUMENT_NAMES[documentFor(line.nature)])],
              [WORTH, lineValue(line) === 0n ? t(NOT_VALUED) : <Euros cents={lineValue(line)} />],
              ...(line.kind === "money"
                ? ([
                    [TERMS.potName, line.potName],
                    [TERMS.schedule, t(scheduleWords(line.schedule))],
                  ] as const)
                : []),
            ]}
          />
          {line.kind === "money" && line.rules.length === 0 && <p>{t(TERMS.noRule)}</p>}
          {line.kind === "money" && line.rules.length > 0 && (
            <>
              <h4>{t(TERMS.rules)}</h4>
              <ul>
                {line.rules.map(({ key, rule }) => (
                  <li key={key}>{t(ruleWords(partnerName, rule))}</li>
                ))}
              </ul>
            </>
          )}
        </section>
      ))}
    </>
  );
}
