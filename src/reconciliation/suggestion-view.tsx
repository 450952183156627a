import { useText } from "../ui/context.ts";
import { ButtonLink } from "../ui/form.tsx";
import { Words } from "../ui/show.tsx";
import { EXPLAINING } from "./explain-view.tsx";
import type { DifferenceDetail } from "./read-difference.ts";
import { resolutionText } from "./resolution-text.ts";
import { SUGGESTIONS, signsText } from "./suggestion-messages.ts";

/** Name of the address's part that says which suggestion was chosen. */
export const CHOSEN = "choix";

/** What a bank line that no reference placed may be, the likeliest first, each with why (R3). */
export function Suggestions({ difference }: { readonly difference: DifferenceDetail }) {
  const t = useText();
  if (difference.line === undefined) return null;
  return (
    <section>
      <h2>{t(SUGGESTIONS.title)}</h2>
      {difference.suggestions.length === 0 ? (
        <p class="empty">{t(SUGGESTIONS.none)}</p>
      ) : (
        <>
          <p>{t(SUGGESTIONS.hint)}</p>
          <ol>
            {difference.suggestions.map((suggestion) => (
              <li key={suggestion.resolution}>
                <p>
                  <strong>{t(resolutionText(suggestion.resolution, difference.proposals))}</strong>
                  <br />
                  <Words text={signsText(suggestion)} />
                </p>
                <ButtonLink kind="secondary" href={chosenHref(difference.id, suggestion.resolution)}>
                  {t(SUGGESTIONS.choose)}
                </ButtonLink>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

const chosenHref = (id: string, resolution: string) =>
  `/ecarts/${id}?${new URLSearchParams({ [CHOSEN]: resolution })}#${EXPLAINING}`;
