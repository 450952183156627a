/** The page of a place; ids of the standard may hold any character. */
export const placeHref = (id: string): string => `/lieux/${encodeURIComponent(id)}`;
