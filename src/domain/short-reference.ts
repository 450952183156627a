const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * The end of an id, its random part, as people read it to each other; what is no id stays whole. The id itself is what
 * machines go by.
 */
export const shortReference = (id: string): string => (ID.test(id) ? id.slice(-8).toUpperCase() : id);
