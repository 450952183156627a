import { useText } from "../ui/context.ts";
import { StateTag, When } from "../ui/show.tsx";
import { RULE, versionNumber } from "./rule-form-messages.ts";
import type { readRule } from "./rule-queries.ts";

type Props = {
  readonly rule: Awaited<ReturnType<typeof readRule>>;
  /** Path of the agreement. */
  readonly own: string;
};

/** Every version of a rule, the latest first: gifts keep the one that held when they were made (M8). */
export function RuleVersions({ rule, own }: Props) {
  const t = useText();
  return (
    <>
      <h1>{t(RULE.versionsTitle)}</h1>
      <p>
        <a href={own}>{rule.partnerName}</a>
      </p>
      <p>{t(RULE.versionsExplained)}</p>
      <ol class="stack" reversed>
        {rule.versions.map((version) => (
          <li class="card" key={version.version}>
            <h2>
              {t(versionNumber(version.version))}{" "}
              {version.version === rule.latest.version && <StateTag label={RULE.latest} tone="good" />}
            </h2>
            <p>{t(version.sentence)}</p>
            <p class="hint">
              {t(RULE.validFrom)} <When at={version.validFrom} time />
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}
