import { useText } from "../ui/context.ts";
import { Euros } from "../ui/show.tsx";
import type { ExplainedMatch } from "./explain-pledge.ts";
import { MatchTag } from "./match-tag.tsx";
import { explainedTexts, ruleOfVersion } from "./messages.ts";

/** One rule's answer to a gift, what stands of it, and why (M12): each sees it as their explanation allows. */
export function MatchExplained({ match }: { readonly match: ExplainedMatch }) {
  const t = useText();
  const { amountCents, standingCents } = match;
  const isSharedLater = match.boundBy === "shared_at_round_end";
  const unmatched = isSharedLater ? explainedTexts.howShared : explainedTexts.whyNot;
  return (
    <>
      <p>
        <strong>{t(match.headline)}</strong> <MatchTag state={match.state} isSharedLater={isSharedLater} />
      </p>
      {standingCents > 0n && standingCents < amountCents && (
        <p>
          {t(explainedTexts.stands)} <Euros cents={standingCents} />.
        </p>
      )}
      <details>
        <summary>{t(amountCents > 0n ? explainedTexts.why : unmatched)}</summary>
        <WhyMatch match={match} />
      </details>
    </>
  );
}

/** The rule as it was, each step of its answer, and what became of it. */
export function WhyMatch({ match }: { readonly match: ExplainedMatch }) {
  const t = useText();
  return (
    <>
      <p>
        {t(ruleOfVersion(match.ruleVersion))} {t(match.ruleSentence)}
      </p>
      {match.details.map((detail) => (
        <p key={detail.en}>{t(detail)}</p>
      ))}
      {match.history.length > 0 && (
        <ul>
          {match.history.map((change, index) => (
            <li key={index}>{t(change.text)}</li>
          ))}
        </ul>
      )}
    </>
  );
}
