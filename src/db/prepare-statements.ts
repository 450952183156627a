import type postgres from "postgres";

/** Lists come in many lengths, and each would be kept as a statement of its own. */
const MOST_PARAMETERS = 100;

/**
 * Lets the driver keep a statement prepared on its connection. Drizzle hands it each query as one that is used once:
 * parsed, described and planned anew in a round trip of its own, which took half of all time spent on the database.
 */
export function prepareStatements<Client extends postgres.Sql | postgres.TransactionSql>(client: Client): Client {
  const unsafe = client.unsafe.bind(client);
  const prepared: typeof unsafe = (query, parameters = [], options = {}) => {
    const { length } = parameters;
    return unsafe(query, parameters, { ...options, prepare: length > 0 && length <= MOST_PARAMETERS });
  };
  return Object.assign(client, { unsafe: prepared });
}
