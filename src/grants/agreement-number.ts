import { shortReference } from "../domain/short-reference.ts";

/** The number a grant's agreement bears on paper and in the open data. */
export const agreementNumber = (grantId: string): string => `SUB-${shortReference(grantId)}`;

export const amendmentNumber = (complementId: string): string => `AV-${shortReference(complementId)}`;
