import { invalidRequest } from "../errors.ts";

/** Reads one parameter; `name` is its full bracketed name for error messages. */
export interface Field<T> {
  readonly read: (value: unknown, name: string) => T;
  readonly required?: true;
}

interface RequiredField<T> extends Field<T> {
  readonly required: true;
}

export type Shape = Readonly<Record<string, Field<unknown>>>;

type RequiredKeys<S extends Shape> = { [K in keyof S]: S[K] extends RequiredField<unknown> ? K : never }[keyof S];
type ValueOf<F> = F extends Field<infer T> ? T : never;

export type Values<S extends Shape> = { readonly [K in RequiredKeys<S>]: ValueOf<S[K]> } & {
  readonly [K in Exclude<keyof S, RequiredKeys<S>>]?: ValueOf<S[K]> | undefined;
};

/** Reads parameters as Stripe does: unknown ones, missing ones and malformed ones are refused with 400. */
export function readParams<S extends Shape>(shape: S, input: unknown, prefix = ""): Values<S> {
  const given = isRecord(input) ? input : {};
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(shape, key)) {
      const param = nameOf(prefix, key);
      throw invalidRequest(`Received unknown parameter: ${param}`, { code: "parameter_unknown", param });
    }
  }
  const values: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(shape)) {
    const param = nameOf(prefix, key);
    const value = given[key];
    if (value !== undefined) values[key] = field.read(value, param);
    else if (field.required) {
      throw invalidRequest(`Missing required param: ${param}.`, { code: "parameter_missing", param });
    }
  }
  return values as Values<S>;
}

function nameOf(prefix: string, key: string): string {
  return prefix === "" ? key : `${prefix}[${key}]`;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function required<T>(field: Field<T>): RequiredField<T> {
  return { ...field, required: true };
}

export const text: Field<string> = {
  read(value, param) {
    if (typeof value !== "string") throw invalidRequest(`Invalid string: ${JSON.stringify(value)}`, { param });
    if (value === "") {
      const message = `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`;
      throw invalidRequest(message, { code: "parameter_invalid_empty", param });
    }
    return value;
  },
};

/** An empty value unsets the field: it reads as null. */
export function emptyable<T>(field: Field<T>): Field<T | null> {
  return { read: (value, param) => (value === "" || value === null ? null : field.read(value, param)) };
}

export const integer: Field<number> = {
  read(value, param) {
    const written = typeof value === "number" ? String(value) : value;
    if (written === "") return text.read(written, param).length;
    if (typeof written !== "string" || !/^-?\d{1,15}$/.test(written)) {
      const shown = typeof value === "string" ? value : JSON.stringify(value);
      throw invalidRequest(`Invalid integer: ${shown}`, { code: "parameter_invalid_integer", param });
    }
    return Number(written);
  },
};

/** A whole number of at least one, such as an amount in cents. */
export const positive: Field<number> = {
  read(value, param) {
    const amount = integer.read(value, param);
    if (amount < 1) {
      const message = "This value must be greater than or equal to 1.";
      throw invalidRequest(message, { code: "parameter_invalid_integer", param });
    }
    return amount;
  },
};

export const boolean: Field<boolean> = {
  read(value, param) {
    if (value === true || value === "true") return true;
    if (value === false || value === "false") return false;
    throw invalidRequest(`Invalid boolean: ${String(value)}`, { param });
  },
};

export function oneOf<T extends string>(...options: readonly T[]): Field<T> {
  return {
    read(value, param) {
      const found = options.find((option) => option === value);
      if (found !== undefined) return found;
      const message = `Invalid ${param}: must be one of ${options.join(", ").replace(/, ([^,]*)$/, ", or $1")}`;
      throw invalidRequest(message, { param });
    },
  };
}

export function list<T>(field: Field<T>): Field<readonly T[]> {
  return {
    read(value, param) {
      if (!Array.isArray(value)) throw invalidRequest("Invalid array", { param });
      return value.map((item, index) => field.read(item, `${param}[${index}]`));
    },
  };
}

export function object<S extends Shape>(shape: S): Field<Values<S>> {
  return {
    read(value, param) {
      if (!isRecord(value)) throw invalidRequest("Invalid object", { param });
      return readParams(shape, value, param);
    },
  };
}

/** Accepted as it comes: the sandbox neither checks nor uses it. */
export const ignored: Field<unknown> = { read: (value) => value };

/** A parameter of Stripe's that the sandbox can't honour: silence would hide a difference. */
export const uncovered: Field<never> = {
  read(_value, param) {
    throw invalidRequest(`The sandbox doesn't cover this parameter: ${param}`, { param });
  },
};

export const refusedPaymentMethodTypes: Field<never> = {
  read(_value, param) {
    const message =
      "The `payment_method_types` parameter is no longer supported. Use dynamic payment methods, `allowed_payment_method_types` or `excluded_payment_method_types` instead.";
    throw invalidRequest(message, { code: "payment_method_types_no_longer_supported", param });
  },
};
