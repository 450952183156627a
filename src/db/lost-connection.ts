import type postgres from "postgres";
import { isConnectionLoss } from "./postgres-errors.ts";
import { prepareStatements } from "./prepare-statements.ts";

type Begin = <T>(work: (sql: postgres.TransactionSql) => Promise<T>) => Promise<T>;

/**
 * Makes `begin` of postgres.js 3.4.9 safe against a connection that dies inside a transaction. Unmended, the
 * driver rejects the promise but lets the callback go on: its next statement runs on whatever connection took
 * the slot, outside any transaction, or ends the process with a TypeError (porsager/postgres #1155, #1215).
 * Here a callback whose connection is gone can send nothing more, and is never answered, so that the driver
 * sends neither its COMMIT nor its ROLLBACK. `pool.closedJustNow` must be set by the pool's `onclose`.
 */
export function safeBegin(client: postgres.Sql, pool: { readonly closedJustNow: boolean }): Begin {
  const begin: Begin = client.begin.bind(client) as Begin;
  return <T>(work: (sql: postgres.TransactionSql) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      let lost = false;
      const lose = (error: unknown) => {
        lost = true;
        reject(error);
        return new Promise<never>(() => {});
      };
      const mayBeLost = () => lost || pool.closedJustNow;

      begin(async (sql) => {
        try {
          const result = await work(refusingWhen(prepareStatements(sql), mayBeLost));
          return mayBeLost() ? await lose(connectionLost()) : result;
        } catch (error) {
          if (mayBeLost() || isConnectionLoss(error)) return await lose(error);
          throw error;
        }
      }).then(resolve, (error: unknown) => {
        lost = true;
        reject(error);
      });
    });
}

const connectionLost = () =>
  Object.assign(new Error("the database connection was lost"), { code: "CONNECTION_CLOSED" });

/** The same transaction handle, but throwing instead of sending once its connection is gone. */
function refusingWhen(sql: postgres.TransactionSql, isLost: () => boolean): postgres.TransactionSql {
  const check = () => {
    if (isLost()) throw connectionLost();
  };
  return new Proxy(sql, {
    apply(target, self, args) {
      check();
      return Reflect.apply(target, self, args);
    },
    get(target, property, receiver) {
      check();
      const value: unknown = Reflect.get(target, property, receiver);
      if (property !== "savepoint" || typeof value !== "function") return value;
      return (work: (inner: postgres.TransactionSql) => Promise<unknown>) =>
        Reflect.apply(value, target, [(inner: postgres.TransactionSql) => work(refusingWhen(inner, isLost))]);
    },
  });
}
