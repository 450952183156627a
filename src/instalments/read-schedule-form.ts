import { WHOLE_BPS } from "../domain/instalment.ts";
import { centsTyped, filledRows, rowsToForm, wholeTyped } from "../http/form-rows.ts";
import { type Form, field } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { eurosForInput } from "../ui/format.ts";
import { scheduleBody, templateBody } from "./forms.ts";
import { SCHEDULE } from "./page-messages.ts";
import type { Instalment } from "./read-schedule.ts";
import type { Template } from "./read-template.ts";

export const LINES = "lines";
export const TEMPLATE_ROWS = { list: LINES, columns: ["label", "share", "monthsAfter", "condition", "evidenceAsked"] };
export const SCHEDULE_ROWS = { list: LINES, columns: ["label", "share", "dueOn", "condition", "evidenceAsked"] };

/** Percentages have two decimals, as euros have: typed `33,33` is 3 333 basis points. */
const lineTyped = ({ share = "", evidenceAsked = "", ...line }: Readonly<Record<string, string>>) => ({
  ...line,
  share: centsTyped(share),
  ...(evidenceAsked !== "" && { evidenceAsked }),
});

const explained = Object.fromEntries(
  Array.from({ length: 100 }, (_, row) => [`${LINES}.${row}.share`, SCHEDULE.shareExpected]),
);

export const readScheduleForm = (form: Form) =>
  readBody(
    scheduleBody,
    {
      unit: field(form, "unit"),
      lines: filledRows(form, SCHEDULE_ROWS).map(lineTyped),
      reason: field(form, "reason"),
    },
    { explained },
  );

export const readTemplateForm = (form: Form) =>
  readBody(
    templateBody,
    {
      lines: filledRows(form, TEMPLATE_ROWS).map(({ monthsAfter = "", ...line }) => ({
        ...lineTyped(line),
        monthsAfter: wholeTyped(monthsAfter),
      })),
      reason: field(form, "reason"),
    },
    { explained },
  );

/** Shares are basis points where they make 100 % together, cents elsewhere. */
export const isInPercent = (schedule: readonly Pick<Instalment, "share">[]): boolean =>
  schedule.reduce((sum, one) => sum + one.share, 0n) === WHOLE_BPS;

export const scheduleToForm = (schedule: readonly Instalment[]): Form => ({
  unit: isInPercent(schedule) ? "bps" : "cents",
  ...rowsToForm(
    LINES,
    schedule.map(({ label, share, dueOn, condition, evidenceAsked }) => ({
      label,
      share: eurosForInput(share),
      dueOn,
      condition,
      evidenceAsked: evidenceAsked ?? "",
    })),
  ),
});

export const templateToForm = ({ lines }: Template): Form =>
  rowsToForm(
    LINES,
    lines.map(({ label, share, monthsAfter, condition, evidenceAsked = "" }) => ({
      label,
      share: eurosForInput(share),
      monthsAfter: String(monthsAfter),
      condition,
      evidenceAsked,
    })),
  );
