import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterEach, describe, expect, test } from "vitest";
import { auditLog } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { StaffRole } from "../../src/domain/actor.ts";
import { InvariantViolation } from "../../src/errors.ts";
import { jobPages } from "../../src/job-watch/pages.tsx";
import { enqueue } from "../../src/jobs/outbox.ts";
import type { Handler } from "../../workers/handlers.ts";
import { startWorkers } from "../../workers/start-workers.ts";
import { signIn, submitForm, testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { aUser } from "../support/deps.ts";
import { giveRole } from "../support/grants.ts";
import { backends } from "./backends.ts";
import { queueSetUp, until } from "./queue-set-up.ts";
import { handlersOf, subjectOf } from "./trace-handlers.ts";

describe.each(await backends())("the page of jobs on $name", (backend) => {
  const database = testDatabase();
  const setUp = queueSetUp(database, backend);
  const closing: (() => Promise<void>)[] = [];

  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  const work = async (handler: Handler) => {
    const workers = await startWorkers(setUp.deps, setUp.queues, handlersOf(handler));
    closing.push(() => workers.close());
  };

  async function aVisit(...roles: StaffRole[]) {
    const person = await aUser(database.db, { staffRoles: roles });
    for (const role of roles) await giveRole(database, person.userId, role);
    const site = testApp(setUp.deps, { pageRoutes: jobPages(setUp.queues) });
    return await signIn(site, person.email);
  }

  test("staff see what failed and why, and an administrator starts it again", async () => {
    const done: string[] = [];
    const broken = { is: true };
    await work(() => async (job) => {
      if (broken.is) throw new InvariantViolation("this cannot be, says somebody@example.org");
      done.push(subjectOf(job.data));
    });
    const campaignId = uuidv7();
    await inTransaction(database.db, (tx) => enqueue(tx, "settle-campaign", { campaignId }));
    await until("it failed", async () => (await setUp.queues.failed(10)).length === 1);
    const administrator = await aVisit("administrator");

    const shown = await administrator.get("/taches").expect(200);

    expect(shown.text).toContain("Dénouer une collecte");
    expect(shown.text).toContain(campaignId);
    expect(shown.text).toContain("this cannot be, says [e-mail]");
    broken.is = false;
    const [failed] = await setUp.queues.failed(10);
    const job = { queue: "money", id: failed?.id ?? "" };
    expect((await submitForm(administrator, "/taches", job, "/taches/reprise")).status).toBe(303);
    await until("it ran", () => done.includes(campaignId));
    const trail = await database.db.select().from(auditLog).where(eq(auditLog.subjectId, job.id));
    expect(trail.map((row) => row.action)).toEqual(["job.retry"]);
    await until("the page says so", async () => (await setUp.queues.failed(10)).length === 0);
    expect((await administrator.get("/taches")).text).toContain("Aucune tâche n’a échoué.");
  });

  test("X1: an auditor reads and starts nothing; others find no such page; what no longer failed says so", async () => {
    const auditor = await aVisit("auditor");
    const paymaster = await aVisit("paymaster");
    const administrator = await aVisit("administrator");
    const gone = { queue: "money", id: "no-such-job" };

    const read = await auditor.get("/taches").expect(200);
    await paymaster.get("/taches").expect(404);

    expect(read.text).not.toContain("Réessayer");
    expect((await submitForm(auditor, "/compte", gone, "/taches/reprise")).status).toBe(404);
    expect((await submitForm(administrator, "/compte", gone, "/taches/reprise")).status).toBe(409);
    expect((await submitForm(administrator, "/compte", { ...gone, queue: "none" }, "/taches/reprise")).status).toBe(
      404,
    );
  });
});
