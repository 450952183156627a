import { useText } from "./context.ts";
import { ActionButton } from "./form.tsx";
import { viewingTexts as texts } from "./messages.ts";
import { When } from "./show.tsx";

export type Viewed = { readonly personName: string; readonly endsAt: Date };

/** Stands above every page support opens in somebody's place, with the way out. */
export function ViewingBanner({ personName, endsAt }: Viewed) {
  const t = useText();
  return (
    <aside class="viewing" aria-label={t(texts.label)}>
      <p>
        <strong>{t(texts.as(personName))}</strong> {t(texts.nothing)} {t(texts.until)} <When at={endsAt} time />.
      </p>
      <ActionButton action="/assistance/fin" label={texts.end} kind="secondary" />
    </aside>
  );
}
