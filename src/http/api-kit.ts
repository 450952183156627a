import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type AppError, type FieldError, invalidInput, notFound } from "../errors.ts";
import { refusedCharacters } from "./characters.ts";
import { fieldErrors } from "./validation.ts";

export type User = Extract<Actor, { kind: "user" }>;
export type Visitor = Exclude<Actor, { kind: "worker" }>;

export type Access = "public" | "signed-in";
type ActorFor<A extends Access> = A extends "signed-in" ? User : Visitor;

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type SuccessStatus = 200 | 201 | 202 | 204;

type Described = {
  readonly method: Method;
  /** Under `/api/v1`, with `{names}` of parameters: `/campaigns/{campaignId}/submission`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly status?: SuccessStatus;
  /** The POST must carry an `Idempotency-Key`; its first answer is given again to the same key. */
  readonly movesMoneyOrCreates?: boolean;
  /** `false` on a GET whose answer should not carry an ETag. */
  readonly etag?: boolean;
  /** `text`: the body is a file (XML or CSV up to 10 MB) and reaches `run` as a string. */
  readonly bodyType?: "json" | "text";
};

/** What `run` may return for an output schema: lists and objects may be readonly. */
type Answer<T> = T extends Date
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Answer<Item>[]
    : T extends object
      ? { readonly [K in keyof T]: Answer<T[K]> }
      : T;

type Spec<
  A extends Access,
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  O extends z.ZodType,
> = Described & {
  readonly access: A;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Unknown keys are cut away, dates and bigints become JSON. Left out: 204. */
  readonly output?: O;
  readonly run: (context: {
    readonly deps: Deps;
    readonly actor: ActorFor<A>;
    readonly params: z.output<P>;
    readonly query: z.output<Q>;
    readonly body: z.output<B>;
    /**
     * A UUID for what is created: the same whenever this actor sends this `Idempotency-Key`, so that a request whose
     * outcome was lost can be sent again and finds its own row.
     */
    readonly requestId: string;
  }) => Promise<Answer<z.input<O>>>;
};

type RawRequest = {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly requestId?: string;
};

/** A route with its types spent: `prepare` checks the input, then `run` acts. */
export type ApiRoute = Described & {
  readonly access: Access;
  readonly status: SuccessStatus;
  readonly schemas: {
    readonly params: z.ZodType | undefined;
    readonly query: z.ZodType | undefined;
    readonly body: z.ZodType | undefined;
    readonly output: z.ZodType | undefined;
  };
  /** Throws the AppError that names every failing field; returns what runs the use case. */
  readonly prepare: (deps: Deps, actor: Visitor, raw: RawRequest) => () => Promise<unknown>;
};

/** One JSON route: its OpenAPI entry and what it does, typed from its schemas. */
export function apiRoute<
  A extends Access,
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  O extends z.ZodType = z.ZodVoid,
>(spec: Spec<A, P, Q, B, O>): ApiRoute {
  const { params, query, body, output, run, ...described } = spec;
  return {
    ...described,
    status: spec.status ?? (output === undefined ? 204 : 200),
    schemas: { params, query, body, output },
    prepare(deps, actor, raw) {
      const input = readInput({ params, query, body }, raw);
      return async () => {
        const requestId = raw.requestId ?? uuidv7();
        const answer = await run({ deps, actor: actor as ActorFor<A>, ...input, requestId });
        return output === undefined ? undefined : output.parse(answer);
      };
    },
  };
}

type Parts<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  readonly params: P | undefined;
  readonly query: Q | undefined;
  readonly body: B | undefined;
};

function readInput<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  schemas: Parts<P, Q, B>,
  raw: RawRequest,
) {
  const failures: FieldError[] = [];
  const read = <S extends z.ZodType>(schema: S | undefined, value: unknown, refuse?: () => AppError): z.output<S> => {
    if (schema === undefined) return undefined as z.output<S>;
    const strange = refusedCharacters(value);
    const parsed = strange.length === 0 ? schema.safeParse(value) : undefined;
    if (parsed?.success) return parsed.data;
    if (refuse !== undefined) throw refuse();
    failures.push(...strange, ...(parsed === undefined ? [] : fieldErrors(parsed.error)));
    return undefined as z.output<S>;
  };
  const input = {
    params: read(schemas.params, raw.params, notFound),
    query: read(schemas.query, raw.query),
    body: read(schemas.body, raw.body),
  };
  if (failures.length > 0) throw invalidInput(failures);
  return input;
}
