import { useLanguage, useText } from "../ui/context.ts";
import { formatDay } from "../ui/format.ts";
import { Euros } from "../ui/show.tsx";
import { offerTexts } from "./messages.ts";
import type { MatchingOffer } from "./queries.ts";

type Props = {
  readonly offers: readonly MatchingOffer[];
  readonly now: Date;
  /** No gift can come any more: what is left serves other campaigns. */
  readonly isOver?: boolean;
};

/** Who matches gifts to this campaign, by which rules, and how much is left in each pot. */
export function MatchingOffers({ offers, now, isOver = false }: Props) {
  const t = useText();
  const language = useLanguage();
  if (offers.length === 0) return <p class="empty">{t(offerTexts.none)}</p>;
  return (
    <>
      {byPot(offers).map((rules) => (
        <div class="offer" key={rules[0]?.potId}>
          {rules.map((rule) => (
            <p key={rule.ruleId}>
              {t(rule.sentence)}
              {rule.startsAt > now && <> {t(offerTexts.from(formatDay(rule.startsAt, language)))}</>}
              {rule.startsAt <= now && rule.standing.map((text) => <strong key={text.en}> {t(text)}</strong>)}
            </p>
          ))}
          {!isOver && <Left rules={rules} />}
        </div>
      ))}
    </>
  );
}

/** Rules of one pot share its money: what is left is said once. */
const byPot = (offers: readonly MatchingOffer[]): readonly (readonly MatchingOffer[])[] =>
  [...new Set(offers.map((offer) => offer.potId))].map((potId) => offers.filter((offer) => offer.potId === potId));

function Left({ rules }: { readonly rules: readonly MatchingOffer[] }) {
  const t = useText();
  const most = rules.map((rule) => rule.leftCents).toSorted((a, b) => (a > b ? -1 : 1))[0] ?? 0n;
  const awaited = rules[0]?.awaitedCents ?? 0n;
  return (
    <p class="hint">
      {most > 0n ? (
        <>
          {t(offerTexts.left)} <Euros cents={most} />.
        </>
      ) : (
        t(offerTexts.usedUp)
      )}
      {awaited > 0n && (
        <>
          {" "}
          {t(offerTexts.awaited)} <Euros cents={awaited} />.
        </>
      )}
    </p>
  );
}
