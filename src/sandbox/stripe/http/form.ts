type FormValue = string | FormValue[] | { [key: string]: FormValue };
export type Form = { [key: string]: FormValue };

const maxDepth = 10;

/** Decodes Stripe's wire form (`a[b]=c&list[0]=x&list[]=y`) into nested objects; `[0]`, `[1]`… and `[]` become arrays. */
export function decodeForm(text: string): Form {
  const root: Form = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    const path = pathOf(name);
    if (path !== undefined) place(root, path, value);
  }
  return withArrays(root);
}

function pathOf(name: string): string[] | undefined {
  const head = /^[^[\]]+/.exec(name)?.[0];
  if (head === undefined) return undefined;
  const rest = [...name.slice(head.length).matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? "");
  return rest.length >= maxDepth ? undefined : [head, ...rest];
}

function place(root: Form, path: readonly string[], value: string): void {
  let at: Form = root;
  for (const [depth, part] of path.entries()) {
    const key = part === "" ? String(Object.keys(at).length) : part;
    if (depth === path.length - 1) {
      at[key] = value;
      return;
    }
    const next = at[key];
    if (typeof next === "object" && !Array.isArray(next)) {
      at = next;
    } else {
      const made: Form = Object.create(null);
      at[key] = made;
      at = made;
    }
  }
}

function withArrays(form: Form): Form {
  return Object.fromEntries(Object.entries(form).map(([key, value]) => [key, convert(value)]));
}

function convert(value: FormValue): FormValue {
  if (typeof value === "string" || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  const indexed = keys.length > 0 && keys.every((key) => /^\d+$/.test(key));
  if (!indexed) return withArrays(value);
  return keys.toSorted((a, b) => Number(a) - Number(b)).map((key) => convert(value[key] ?? ""));
}
