/** The end of an id, its random part, as people read it to each other. The id itself stays what machines go by. */
export const shortReference = (id: string): string => id.slice(-8).toUpperCase();
