import { useText } from "../ui/context.ts";
import { Facts, When } from "../ui/show.tsx";
import { checkFailed, OPEN } from "./messages.ts";
import { LICENCE_HREF } from "./open-data.ts";
import type { Figures } from "./read-figures.ts";

/** The head of the chain of seals, and what anyone may do with it (L5). */
export function SealHead({ head, check }: Pick<Figures, "head" | "check">) {
  const t = useText();
  const verdict =
    check === undefined ? undefined : check.findings === 0 ? OPEN.checkHolds : checkFailed(check.findings);
  return (
    <section class="card" id="verifier">
      <h2>{t(OPEN.check)}</h2>
      <p>{t(OPEN.checkIntro)}</p>
      {head === undefined ? (
        <p class="empty">{t(OPEN.noSeal)}</p>
      ) : (
        <Facts
          facts={[
            [OPEN.head, <code>{head.hash}</code>],
            [OPEN.sealedEntries, head.sequence],
            [OPEN.sealedAt, <When at={new Date(head.sealedAt)} time />],
          ]}
        />
      )}
      <p>
        {t(OPEN.howToCheck)} <a href="/api/v1/journal-seal">/api/v1/journal-seal</a>.
      </p>
      <p>{t(OPEN.command)}</p>
      <p>
        <code>npm run verify-ledger -- --head {head?.hash ?? "…"}</code>
      </p>
      <p>
        {t(OPEN.selfCheck)}{" "}
        {check === undefined || verdict === undefined ? (
          t(OPEN.checkNone)
        ) : (
          <>
            <strong>{t(verdict)}</strong> (<When at={check.checkedAt} time />)
          </>
        )}
      </p>
    </section>
  );
}

/** The same figures for programs and spreadsheets, free to use. */
export function Downloads({ hasGrantsFile }: { readonly hasGrantsFile: boolean }) {
  const t = useText();
  const files = [
    ["/transparence/annees.csv", OPEN.yearsFile],
    ["/transparence/territoires.csv", OPEN.territoriesFile],
    ["/transparence/donnees.json", OPEN.jsonFile],
    ...(hasGrantsFile ? ([["/transparence/subventions.csv", OPEN.grantsFile]] as const) : []),
    ["/transparence/dictionnaire", OPEN.dictionaryLink],
  ] as const;
  return (
    <section id="donnees">
      <h2>{t(OPEN.downloads)}</h2>
      <ul class="links">
        {files.map(([href, label]) => (
          <li key={href}>
            <a href={href}>{t(label)}</a>
          </li>
        ))}
      </ul>
      {!hasGrantsFile && <p>{t(OPEN.grantsMissing)}</p>}
      <p>
        <a href={LICENCE_HREF} rel="license">
          Licence Ouverte 2.0
        </a>
        . {t(OPEN.licence)}
      </p>
    </section>
  );
}
