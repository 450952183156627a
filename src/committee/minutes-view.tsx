import { useText } from "../ui/context.ts";
import { ActionButton } from "../ui/form.tsx";
import { frenchSpaces } from "../ui/french-spaces.ts";
import { Facts, When } from "../ui/show.tsx";
import { COMMITTEE } from "./page-messages.ts";
import type { SessionDetail } from "./read-session.ts";

/** Printable as it stands; in French, the language of the fund's acts. */
export function Minutes({ session }: { readonly session: SessionDetail }) {
  const t = useText();
  const { minutes, minutesHash } = session;
  if (minutes === null || minutesHash === null) return null;
  const signed = (at: Date | null) => (at === null ? t(COMMITTEE.notSigned) : <When at={at} time />);
  const mine = session.isChair ? session.chairSignedAt : session.isSecretary ? session.secretarySignedAt : undefined;
  return (
    <section id="proces-verbal">
      <h2>{t(COMMITTEE.minutes)}</h2>
      <p>
        <a href={`/comite/seances/${session.id}/proces-verbal.pdf`}>{t(COMMITTEE.minutesPdf)}</a>
      </p>
      <div lang="fr">
        {minutes.split("\n\n").map((line, index) => (
          <p key={index}>{frenchSpaces(line)}</p>
        ))}
      </div>
      <Facts
        facts={[
          [COMMITTEE.hash, <code>{minutesHash}</code>],
          [COMMITTEE.chairSignature, signed(session.chairSignedAt)],
          [COMMITTEE.secretarySignature, signed(session.secretarySignedAt)],
        ]}
      />
      {mine === null && (
        <ActionButton
          action={`/comite/seances/${session.id}/signature`}
          label={COMMITTEE.sign}
          fields={{ minutesHash }}
        />
      )}
    </section>
  );
}
