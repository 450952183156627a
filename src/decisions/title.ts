import { STAFF_ROLES } from "../domain/actor.ts";
import { SAFETY_RULES } from "../domain/safety.ts";
import type { Text } from "../i18n/text.ts";
import { ROLE_NAMES } from "../identity/messages.ts";
import { kindText } from "../reconciliation/difference-messages.ts";
import { RULE_NAMES } from "../safety/messages.ts";
import { formatDate } from "../ui/format.ts";
import { DECISIONS } from "./messages.ts";
import type { Waiting } from "./queries.ts";

type Titled = Pick<Waiting, "kind" | "title">;

/** What a line is about, in words where the database keeps a code or a date. */
export function titleText({ kind, title }: Titled): Text {
  const same: Text = { fr: title, en: title };
  switch (kind) {
    case "explain":
    case "close":
      return capital(kindText(title));
    case "session":
      return dated(DECISIONS.session, title);
    case "day":
      return dated(DECISIONS.day, title);
    case "safety": {
      const rule = SAFETY_RULES.find((one) => one === title);
      return rule === undefined ? same : RULE_NAMES[rule];
    }
    case "role": {
      const role = STAFF_ROLES.find((one) => one === title);
      return role === undefined ? same : ROLE_NAMES[role];
    }
    default:
      return same;
  }
}

const dated = (words: (day: string) => Text, day: string): Text => ({
  fr: words(formatDate(day, "fr")).fr,
  en: words(formatDate(day, "en")).en,
});

const capital = ({ fr, en }: Text): Text => ({ fr: raised(fr), en: raised(en) });
const raised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
