/** Where the forms of a campaign are sent; their drafts are kept under these addresses. */
export const newCampaignPath = (projectId: string): string => `/mes-projets/${projectId}/collectes/nouvelle`;
export const campaignPath = (campaignId: string): string => `/mes-collectes/${campaignId}`;
export const campaignChangePath = (campaignId: string): string => `${campaignPath(campaignId)}/modification`;
