type Origin = { readonly campaignId: string | null; readonly applicationId?: string | null };

/** Key of the entry that made a grant: one a campaign, or one an application granted by itself (L2). */
export const grantedKey = ({ campaignId, applicationId }: Origin): string =>
  campaignId === null ? `own-grant:${applicationId}:granted` : `campaign:${campaignId}:granted`;
