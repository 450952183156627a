import { addEvidenceFile } from "../../instalments/add-evidence-file.ts";
import { acceptEvidence } from "../../instalments/answer-evidence.ts";
import { readInstalments } from "../../instalments/queries.ts";
import { sendEvidence } from "../../instalments/send-evidence.ts";
import { expectThat } from "../eventually.ts";
import { actAs } from "../people.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";

const INVOICES = "date;fournisseur;objet;montant\n2027-01-12;Atelier du Plateau;Trois ordinateurs;1450,00\n";

/** The holder shows what the first instalment paid for; a case officer accepts it, and the next instalment opens (D2). */
export async function showTheEvidence({ deps }: Stage, grantId: string): Promise<Told> {
  const holder = await actAs(deps.db, "holder");
  const next = (await readInstalments(deps, holder, grantId)).find((one) => one.state === "open");
  if (next === undefined) throw new Error("no instalment awaits evidence");
  const instalmentId = next.id;
  const file = { filename: "factures.csv", bytes: Buffer.from(INVOICES) };
  await addEvidenceFile(deps, holder, { instalmentId, file });
  const { contentHash } = await sendEvidence(deps, holder, { instalmentId, comment: "Les factures de l’automne." });
  await acceptEvidence(deps, await actAs(deps.db, "caseOfficer"), { instalmentId, contentHash });
  const states = (await readInstalments(deps, holder, grantId)).map((one) => one.state);
  expectThat(states.join() === "accepted,accepted,open", {
    fr: `les tranches sont ${states.join(", ")}`,
    en: `the instalments are ${states.join(", ")}`,
  });
  return {
    told: {
      fr: `Les factures sont acceptées : la tranche « ${next.label} » peut être demandée, la suivante attend son justificatif.`,
      en: `The invoices are accepted: the instalment “${next.label}” may be asked for, the next awaits its evidence.`,
    },
  };
}
