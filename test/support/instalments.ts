import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { fundNow } from "../../src/db/clock.ts";
import { evidenceFiles, instalmentEvidence } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import type { Actor } from "../../src/domain/actor.ts";
import { keepFile } from "../../src/evidence/keep-file.ts";
import { addEvidenceFile } from "../../src/instalments/add-evidence-file.ts";
import { acceptEvidence } from "../../src/instalments/answer-evidence.ts";
import { changeSchedule } from "../../src/instalments/change-schedule.ts";
import { readInstalments } from "../../src/instalments/queries.ts";
import { sendEvidence } from "../../src/instalments/send-evidence.ts";
import type { TestDatabase } from "./database.ts";
import { aGrant, aStaffMember, firstInstalment, signBoth } from "./grants.ts";

let pages = 0;

/** A small PDF unlike any other. */
export function aPdf(name = "facture.pdf") {
  pages += 1;
  return { filename: name, bytes: Buffer.from(`%PDF-1.7 page ${pages} ${uuidv7()}`) };
}

/** Evidence sent for a grant's first instalment, written past the rules: only who may read it is asked. Answers its file. */
export async function aSentFile(deps: Deps, grantId: string, userId: string): Promise<string> {
  const instalmentId = await firstInstalment(deps, grantId);
  const [evidenceId, fileId] = [uuidv7(), uuidv7()];
  await inTransaction(deps.db, async (tx) => {
    const at = await fundNow(tx);
    const own = { fundId: deps.fundId, id: evidenceId, instalmentId, createdBy: userId, createdAt: at };
    await tx.insert(instalmentEvidence).values({ ...own, state: "draft" });
    const { sha256, filename } = await keepFile(tx, deps, aPdf());
    await tx
      .insert(evidenceFiles)
      .values({ fundId: deps.fundId, id: fileId, evidenceId, sha256, filename, addedBy: userId, addedAt: at });
    await tx
      .update(instalmentEvidence)
      .set({ state: "sent", sentBy: userId, sentAt: at, contentHash: "0".repeat(64) })
      .where(eq(instalmentEvidence.id, evidenceId));
  });
  return fileId;
}

/** A grant of 1 000 € in 50, 30 and 20 %: the second and the third ask for evidence. */
export async function aGrantInThree(database: TestDatabase, deps: Deps, more: { readonly isSigned?: boolean } = {}) {
  const grant = await aGrant(database, deps, 100_000n, { isSigned: false });
  const officer = await aStaffMember(deps, "case_officer");
  const line = { condition: "Le projet avance.", dueOn: "2099-12-31" };
  await changeSchedule(deps, officer, {
    grantId: grant.grantId,
    unit: "bps",
    reason: "Trois tranches",
    lines: [
      { ...line, share: 5_000n, label: "Signature" },
      { ...line, share: 3_000n, label: "Mi-parcours", evidenceAsked: "Factures" },
      { ...line, share: 2_000n, label: "Bilan", evidenceAsked: "Bilan final" },
    ],
  });
  if (more.isSigned !== false) await signBoth(deps, grant);
  const ids = (await readInstalments(deps, grant.owner, grant.grantId)).map((one) => one.id);
  const [first = "", second = "", third = ""] = ids;
  return { ...grant, officer, first, second, third };
}

/** One file sent for an instalment, and accepted where an officer is given. */
export async function showEvidence(deps: Deps, holder: Actor, instalmentId: string, officer?: Actor) {
  await addEvidenceFile(deps, holder, { instalmentId, file: aPdf() });
  const sent = await sendEvidence(deps, holder, { instalmentId, comment: "Voici." });
  if (officer !== undefined) await acceptEvidence(deps, officer, { instalmentId, contentHash: sent.contentHash });
  return sent;
}
