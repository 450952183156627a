import { randomInt } from "node:crypto";
import { dayOf } from "../campaigns/paris-days.ts";
import { fundNow } from "../db/clock.ts";
import { AppError } from "../errors.ts";
import {
  type Form,
  field,
  type PageContext,
  type PageResult,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  tryForm,
} from "../http/page-kit.tsx";
import { ADD_BUTTON } from "../ui/rows.tsx";
import { SIMULATOR } from "./page-messages.ts";
import { listChoices, readSimulator } from "./queries.ts";
import { draftOf, queryOf, readSimulationForm, tidySimulationForm, withFormFields } from "./read-simulation-form.ts";
import { type SimulationReport, simulateMatching } from "./simulate-matching.ts";
import { DOWNLOAD_BUTTON } from "./simulation-form.tsx";
import { SimulationPage } from "./simulation-page.tsx";

type Context = PageContext<"signed-in">;

type Shown = {
  readonly values: Form;
  readonly error?: AppError | undefined;
  readonly adding?: string | undefined;
  readonly report?: SimulationReport | undefined;
  /** Where the file of gifts of this result is. */
  readonly download?: string | undefined;
};

async function show({ deps, actor }: Context, shown: Shown): Promise<PageResult> {
  const choices = await listChoices(deps, actor);
  return page(SIMULATOR.title, <SimulationPage {...shown} choices={choices} />, { width: "wide" });
}

const YEAR_MS = 365 * 86_400_000;

/** A blank form already shows something when it is sent. */
async function startingValues({ deps, query }: Context): Promise<Form> {
  const today = await fundNow(deps.db);
  const draft = {
    rule: "draft",
    kind: "ratio",
    ratioNumerator: "1",
    ratioDenominator: "1",
    startsOn: dayOf(today),
    endsOn: dayOf(new Date(today.getTime() + YEAR_MS)),
    potCents: "10000",
  };
  return {
    ...Object.fromEntries(Object.entries(draft).map(([name, value]) => [`a.${name}`, value])),
    source: "crowd",
    kind: "many_small",
    gifts: "1000",
    meanCents: "40",
    days: "60",
    campaigns: "4",
    goalCents: "10000",
    seed: String(randomInt(1, 1_000_000)),
    ...query,
  };
}

/** A result that comes from the fund's own data or an invented crowd has an address of its own. */
const simulator = pageRoute({
  method: "get",
  path: "/simulateur",
  access: "signed-in",
  run: async (context) => {
    const { deps, actor, query } = context;
    if (field(query, "source") === "") return show(context, { values: await startingValues(context) });
    const values = tidySimulationForm(query);
    return tryForm(
      async () => {
        const report = await inFormWords(() => simulateMatching(deps, actor, readSimulationForm(values)));
        return show(context, { values, report, download: `/simulateur/dons?${queryOf(values)}` });
      },
      (error) => show(context, { values, error }),
    );
  },
});

const download = pageRoute({
  method: "get",
  path: "/simulateur/dons",
  access: "signed-in",
  run: async (context) => {
    const { deps, actor, query, language } = context;
    const values = tidySimulationForm(query);
    return tryForm(
      async () => {
        const asked = readSimulationForm(values);
        return fileOf(await inFormWords(() => simulateMatching(deps, actor, asked, { csv: language })));
      },
      (error) => show(context, { values, error }),
    );
  },
});

const sent = pageRoute({
  method: "post",
  path: "/simulateur",
  access: "signed-in",
  upload: true,
  run: async (context) => {
    const { deps, actor, form, files, language } = context;
    const adding = field(form, ADD_BUTTON);
    if (adding !== "") return show(context, { values: form, adding });
    const values = tidySimulationForm(form);
    const wantsFile = field(form, DOWNLOAD_BUTTON.name) === DOWNLOAD_BUTTON.value;
    return tryForm(
      async () => {
        const asked = readSimulationForm(values, files.file);
        if (asked.gifts.source !== "csv") return redirect(`/simulateur${wantsFile ? "/dons" : ""}?${queryOf(values)}`);
        const csv = wantsFile ? language : undefined;
        const report = await inFormWords(() => simulateMatching(deps, actor, asked, { csv }));
        return wantsFile ? fileOf(report) : show(context, { values, report });
      },
      (error) => show(context, { values, error }),
    );
  },
});

/** The button "Simulate" under the form of a rule, wherever that stands: what is typed there is played as a draft. */
const draft = pageRoute({
  method: "post",
  path: "/simulateur/brouillon",
  access: "signed-in",
  run: async (context) => {
    const { deps, actor, form } = context;
    await readSimulator(deps.db, deps.fundId, actor);
    const { "a.potCents": potCents = "", ...start } = await startingValues(context);
    const crowd = Object.entries(start).filter(([name]) => !name.startsWith("a."));
    const values = { ...Object.fromEntries(crowd), "a.potCents": potCents, ...draftOf(form) };
    return redirect(`/simulateur?${queryOf(values)}`);
  },
});

async function inFormWords<T>(simulate: () => Promise<T>): Promise<T> {
  try {
    return await simulate();
  } catch (error) {
    throw error instanceof AppError && error.fields.length > 0 ? withFormFields(error) : error;
  }
}

const fileOf = ({ csv }: SimulationReport): PageResult => ({
  kind: "file",
  contentType: "text/csv; charset=utf-8",
  filename: "simulation.csv",
  body: csv ?? "",
});

export const simulationPages: readonly PageRoute[] = [simulator, download, sent, draft];
