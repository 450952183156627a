import type { Text } from "../i18n/text.ts";
import { useText } from "./context.ts";
import { ActionButton, Button } from "./form.tsx";
import { ADD_BUTTON } from "./rows.tsx";
import { Notice, When } from "./show.tsx";

/** Value of the button that keeps a form as it stands, whole or not. */
export const KEEP_DRAFT = "brouillon";

const texts = {
  resumed: { fr: "Vous reprenez le brouillon gardé le", en: "You are going on with the draft kept on" },
  discard: { fr: "Effacer ce brouillon", en: "Delete this draft" },
  keep: { fr: "Garder pour plus tard", en: "Keep for later" },
  saved: { fr: "Brouillon enregistré.", en: "Draft saved." },
  unsaved: {
    fr: "Le brouillon n’a pas pu être enregistré. Gardez cette page ouverte, ou utilisez le bouton « Garder pour plus tard ».",
    en: "The draft could not be saved. Keep this page open, or use the button “Keep for later”.",
  },
  newer: {
    fr: "Un brouillon plus récent a été enregistré ailleurs : celui-ci n’est plus enregistré tout seul.",
    en: "A newer draft was saved elsewhere: this one is no longer saved by itself.",
  },
} as const satisfies Record<string, Text>;

/** Says that a form was resumed where it was left, with the way back to what is stored. */
export function DraftNotice({ savedAt, discard }: { readonly savedAt: Date; readonly discard: string }) {
  const t = useText();
  return (
    <Notice>
      <p>
        {t(texts.resumed)} <When at={savedAt} time />.
      </p>
      <ActionButton action={discard} label={texts.discard} kind="secondary" />
    </Notice>
  );
}

/** The button that keeps what is typed, and the line where a script says that it did so by itself. */
export function DraftButton({ version }: { readonly version: number }) {
  const t = useText();
  return (
    <>
      <input type="hidden" name="brouillon" value={version} />
      <Button kind="secondary" name={ADD_BUTTON} value={KEEP_DRAFT}>
        {t(texts.keep)}
      </Button>
      <p
        class="hint"
        role="status"
        data-autosave-status
        data-saved={t(texts.saved)}
        data-unsaved={t(texts.unsaved)}
        data-newer={t(texts.newer)}
      />
    </>
  );
}
