import { useText } from "../ui/context.ts";
import { ROUNDS, SIDE_NAMES } from "./page-messages.ts";
import type { Version } from "./queries.ts";
import { TermsView } from "./terms-view.tsx";

type Props = { readonly partnerName: string; readonly versions: readonly (Version | undefined)[] };

/** Two rounds of a negotiation beside each other, one below the other on a phone. */
export function SideBySide({ partnerName, versions }: Props) {
  const t = useText();
  return (
    <div class="side-by-side">
      {versions.map(
        (version) =>
          version !== undefined && (
            <section key={version.version} aria-label={t(ROUNDS.version(version.version))}>
              <p>
                <strong>{t(ROUNDS.version(version.version))}</strong> ({t(SIDE_NAMES[version.side])})
              </p>
              <TermsView partnerName={partnerName} terms={version.terms} />
            </section>
          ),
      )}
    </div>
  );
}
