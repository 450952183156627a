import { z } from "zod";
import type { matchReplays } from "../db/schema/index.ts";
import { useLanguage, useText } from "../ui/context.ts";
import { formatCount } from "../ui/format.ts";
import { Table, When } from "../ui/show.tsx";
import { REPLAY, replayCounts } from "./replay-messages.ts";

const told = z.record(z.string(), z.union([z.string(), z.number()]));
const replayDetail = z.object({ pledgeId: z.string(), expected: told, stored: told });

/** What the replay expected beside what is stored, and the gift it is about; nothing for other differences. */
export function ReplayDetail({ detail }: { readonly detail: unknown }) {
  const t = useText();
  const read = replayDetail.safeParse(detail);
  if (!read.success) return null;
  const { pledgeId, expected, stored } = read.data;
  const figures = [...new Set([...Object.keys(expected), ...Object.keys(stored)])];
  return (
    <section>
      <Table
        caption={REPLAY.detail}
        rows={figures}
        columns={[
          { heading: REPLAY.figure, cell: (name) => <code>{name}</code> },
          { heading: REPLAY.expected, cell: (name) => <code>{expected[name] ?? "–"}</code> },
          { heading: REPLAY.stored, cell: (name) => <code>{stored[name] ?? "–"}</code> },
        ]}
      />
      <p>
        <a href={`/dons/${pledgeId}`}>{t(REPLAY.gift)}</a>
      </p>
    </section>
  );
}

/** When matches were last derived again from the log, and what came of it (M14). */
export function LastReplay({ replay }: { readonly replay: typeof matchReplays.$inferSelect | undefined }) {
  const t = useText();
  const language = useLanguage();
  if (replay === undefined) return <p class="hint">{t(REPLAY.never)}</p>;
  const count = (number: number) => formatCount(number, language);
  return (
    <p class="hint">
      {t(REPLAY.last)} <When at={replay.endedAt} time /> –{" "}
      {t(replayCounts(count(replay.pledges), count(replay.matches), count(replay.differences)))}
    </p>
  );
}
