import { checkBooks } from "../src/self-check/check-books.ts";
import type { Handler } from "./handlers.ts";

export const checkBooksWorker: Handler = (deps) => async () => void (await checkBooks(deps));
