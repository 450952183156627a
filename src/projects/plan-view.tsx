import type { FundingSource } from "../domain/project.ts";
import { useLanguage, useText } from "../ui/context.ts";
import { formatEuros } from "../ui/format.ts";
import { Table } from "../ui/show.tsx";
import { PAGES, SOURCE_NAMES } from "./messages.ts";

type Plan = {
  readonly totalCents: bigint;
  readonly budgetLines: readonly { readonly label: string; readonly amountCents: bigint }[];
  readonly fundingLines: readonly { readonly source: FundingSource; readonly amountCents: bigint }[];
};

/** What the money buys, with the total as its last line. */
export function BudgetTable({ totalCents, budgetLines }: Plan) {
  const t = useText();
  const language = useLanguage();
  return (
    <Table
      caption={PAGES.budget}
      columns={[
        { heading: PAGES.expense, cell: (line) => line.label },
        { heading: PAGES.amount, cell: (line) => formatEuros(line.amountCents, language), numeric: true },
      ]}
      rows={[...budgetLines, { label: t(PAGES.total), amountCents: totalCents }]}
    />
  );
}

/** Where the money comes from. */
export function FundingTable({ fundingLines }: Plan) {
  const t = useText();
  const language = useLanguage();
  return (
    <Table
      caption={PAGES.funding}
      columns={[
        { heading: PAGES.source, cell: (line) => t(SOURCE_NAMES[line.source]) },
        { heading: PAGES.amount, cell: (line) => formatEuros(line.amountCents, language), numeric: true },
      ]}
      rows={fundingLines}
    />
  );
}

/** Text a person typed: an empty line makes a paragraph. */
export const Paragraphs = ({ text }: { readonly text: string }) => (
  <>
    {text
      .split(/\r?\n\s*\r?\n/)
      .filter((part) => part.trim() !== "")
      .map((part, index) => (
        <p key={index}>{part}</p>
      ))}
  </>
);
