import { useText } from "../ui/context.ts";
import { Notice } from "../ui/show.tsx";
import { CHECKS } from "./messages.ts";
import type { BookCheck } from "./queries.ts";

/** Shown to staff as long as the newest look over the books found something, or is too old to tell. */
export function BooksAlarm({ check }: { readonly check: BookCheck | undefined }) {
  const t = useText();
  if (check?.isOld) return <Notice tone="danger">{t(CHECKS.asleep)}</Notice>;
  if (check === undefined || check.findings.length === 0) return null;
  return (
    <Notice tone="danger">
      <strong>{t(CHECKS.alarm(check.findings.length))}</strong> <a href="/livres">{t(CHECKS.see)}</a>
    </Notice>
  );
}
