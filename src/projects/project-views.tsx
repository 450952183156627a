import type { CampaignCard } from "../campaigns/queries.ts";
import { CampaignState } from "../campaigns/state-tag.tsx";
import type { Page } from "../http/pagination.ts";
import { useText } from "../ui/context.ts";
import { ButtonLink } from "../ui/form.tsx";
import { Card, Cards, Euros, Facts, Notice } from "../ui/show.tsx";
import { PAGES } from "./messages.ts";
import { BudgetTable, FundingTable, Paragraphs } from "./plan-view.tsx";
import type { ProjectDetail, ProjectRow } from "./queries.ts";

type ListProps = {
  readonly projects: Page<ProjectRow>;
  readonly campaigns: readonly CampaignCard[];
  readonly mayCreate: boolean;
};

/** The projects of a person's organisations, each with how its campaigns stand. */
export function ProjectList({ projects, campaigns, mayCreate }: ListProps) {
  const t = useText();
  return (
    <>
      <h1>{t(PAGES.mine)}</h1>
      <p>{t(PAGES.mineIntro)}</p>
      {mayCreate ? (
        <p>
          <ButtonLink href="/mes-projets/nouveau">{t(PAGES.create)}</ButtonLink>
        </p>
      ) : (
        <Notice>{t(PAGES.noOrganisation)}</Notice>
      )}
      {projects.items.length === 0 && mayCreate && <p class="empty">{t(PAGES.none)}</p>}
      {projects.items.length > 0 && <h2 class="visually-hidden">{t(PAGES.list)}</h2>}
      <Cards>
        {projects.items.map((project) => (
          <Card title={project.title} href={`/mes-projets/${project.id}`} key={project.id}>
            <p>{project.summary}</p>
            <Facts facts={[[PAGES.cost, <Euros cents={project.totalCents} />]]} />
            <CampaignLinks campaigns={campaigns.filter((one) => one.projectId === project.id)} />
          </Card>
        ))}
      </Cards>
      {projects.nextCursor !== null && (
        <p>
          <a href={`/mes-projets?suite=${encodeURIComponent(projects.nextCursor)}`}>{t(PAGES.more)}</a>
        </p>
      )}
    </>
  );
}

function CampaignLinks({ campaigns }: { readonly campaigns: readonly CampaignCard[] }) {
  if (campaigns.length === 0) return null;
  return (
    <ul class="plain">
      {campaigns.map((campaign) => (
        <li key={campaign.id}>
          <a href={`/mes-collectes/${campaign.id}`}>{campaign.title}</a> <CampaignState state={campaign.state} />
        </li>
      ))}
    </ul>
  );
}

type PageProps = {
  readonly project: ProjectDetail & { readonly editable: boolean };
  readonly campaigns: readonly CampaignCard[];
};

/** One project as its holder sees it. */
export function ProjectPage({ project, campaigns }: PageProps) {
  const t = useText();
  return (
    <>
      <h1>{project.title}</h1>
      <p class="lead">{project.summary}</p>
      <Paragraphs text={project.description} />
      {project.editable ? (
        <p>
          <ButtonLink href={`/mes-projets/${project.id}/modification`} kind="secondary">
            {t(PAGES.edit)}
          </ButtonLink>
        </p>
      ) : (
        <Notice>{t(PAGES.locked)}</Notice>
      )}
      <h2>{t(PAGES.campaigns)}</h2>
      {campaigns.length === 0 && <p class="empty">{t(PAGES.noCampaign)}</p>}
      <CampaignLinks campaigns={campaigns} />
      <p>
        <ButtonLink href={`/mes-projets/${project.id}/collectes/nouvelle`}>{t(PAGES.newCampaign)}</ButtonLink>
      </p>
      <p>
        <ButtonLink href={`/mes-projets/${project.id}/aide`} kind="secondary">
          {t(PAGES.ownGrant)}
        </ButtonLink>
      </p>
      <h2>{t(PAGES.places)}</h2>
      {project.places.length === 0 && <p class="empty">{t(PAGES.noPlace)}</p>}
      <ul class="plain">
        {project.places.map((place) => (
          <li key={place.id}>
            {place.name}, {place.address}, {place.postcode} {place.communeName}
          </li>
        ))}
      </ul>
      <BudgetTable {...project} />
      <FundingTable {...project} />
    </>
  );
}
