import type { Text } from "../i18n/text.ts";
import { useSurroundings } from "./context.ts";

export function useFieldLabel(name: string, label: Text): void {
  const { fieldLabels } = useSurroundings();
  if (fieldLabels?.known.has(name) === false) fieldLabels.known.set(name, label);
}

type NamedField = { readonly name: string; readonly label: Text | undefined };

/** The field an error is about, or else the one it stands in: `services.2` in `services`. */
export function useNamedField(): (path: string) => NamedField {
  const { fieldLabels } = useSurroundings();
  return (path) => {
    if (fieldLabels !== undefined) fieldLabels.areAsked = true;
    for (let name = path; name !== ""; name = name.slice(0, Math.max(0, name.lastIndexOf(".")))) {
      const label = fieldLabels?.known.get(name);
      if (label !== undefined) return { name, label: withRow(label, name) };
    }
    return { name: path, label: undefined };
  };
}

/** In a list of rows, which one; most labels say so themselves. */
function withRow(label: Text, name: string): Text {
  const row = Number(/\.(\d+)\.[^.]+$/.exec(name)?.[1] ?? Number.NaN) + 1;
  if (Number.isNaN(row) || /\d/.test(label.fr)) return label;
  return { fr: `${label.fr} (ligne ${row})`, en: `${label.en} (row ${row})` };
}

/** "Titre : Une réponse est attendue.", unless the message says the label itself. */
export function namingField(label: Text | undefined, message: Text): Text {
  if (label === undefined) return message;
  return { fr: naming(label.fr, message.fr, " :"), en: naming(label.en, message.en, ":") };
}

function naming(label: string, message: string, colon: string): string {
  if (message.toLowerCase().startsWith(label.toLowerCase())) return message;
  return `${label}${/[?!:.]$/.test(label) ? "" : colon} ${message}`;
}
