import { ACCEPTED_FILES } from "../evidence/file-types.ts";
import { FILES } from "../evidence/messages.ts";
import { useText } from "../ui/context.ts";
import { FileField } from "../ui/field.tsx";
import { ActionButton, Button, Form } from "../ui/form.tsx";
import { Euros, On, Table, When } from "../ui/show.tsx";
import { REPORT as TEXTS } from "./messages.ts";
import type { ReportProps } from "./report-lines.tsx";

type Props = ReportProps & { readonly mayWrite: boolean };

/** The list of invoices, and the invoices themselves as files. */
export function Invoices(props: Props) {
  const t = useText();
  const { detail, error, mayWrite } = props;
  const { grant, lines, expenses } = detail;
  const nameOf = (position: number) => {
    const index = lines.findIndex((line) => line.position === position);
    return `${index + 1}. ${lines[index]?.label ?? ""}`;
  };
  return (
    <section>
      <h2>{t(TEXTS.invoices)}</h2>
      <Table
        caption={TEXTS.invoices}
        titled
        rows={expenses}
        empty={TEXTS.noInvoices}
        columns={[
          { heading: TEXTS.line, cell: (one) => nameOf(one.line) },
          { heading: TEXTS.supplier, cell: (one) => one.supplier },
          { heading: TEXTS.date, cell: (one) => <On date={one.spentOn} /> },
          { heading: TEXTS.amount, numeric: true, cell: (one) => <Euros cents={one.amountCents} /> },
        ]}
      />
      {mayWrite && (
        <Form action={`/subventions/${grant.id}/compte-rendu/factures`} upload>
          <FileField
            name="file"
            label={TEXTS.file}
            hint={TEXTS.invoicesHint}
            accept=".csv,text/csv"
            errors={error?.fields}
          />
          <Button kind="secondary">{t(TEXTS.importFile)}</Button>
        </Form>
      )}
      <Files {...props} />
    </section>
  );
}

function Files({ detail: { grant, report, files }, error, mayWrite }: Props) {
  const t = useText();
  if (report === undefined && !mayWrite) return null;
  const path = `/subventions/${grant.id}/compte-rendu/fichiers`;
  return (
    <>
      <Table
        caption={TEXTS.files}
        rows={files}
        empty={TEXTS.noFiles}
        columns={[
          { heading: TEXTS.filename, cell: (one) => <a href={`${path}/${one.id}`}>{one.filename}</a> },
          { heading: TEXTS.date, cell: (one) => <When at={one.addedAt} /> },
          ...(mayWrite
            ? [
                {
                  heading: TEXTS.removeFile,
                  cell: (one: (typeof files)[number]) => (
                    <ActionButton action={`${path}/${one.id}/retrait`} label={TEXTS.removeFile} kind="secondary" />
                  ),
                },
              ]
            : []),
        ]}
      />
      {mayWrite && (
        <Form action={path} upload>
          <FileField
            name="proof"
            label={TEXTS.proof}
            hint={FILES.hint}
            accept={ACCEPTED_FILES}
            errors={error?.fields}
          />
          <Button kind="secondary">{t(TEXTS.addFile)}</Button>
        </Form>
      )}
    </>
  );
}
