import express, { type Response as Answer, type Request, type RequestHandler } from "express";
import { invalidInput } from "../errors.ts";
import { refusedCharacters } from "./characters.ts";
import { hasBody } from "./headers.ts";
import { badRequest, wrongContentType } from "./messages.ts";
import type { Form, SentFile } from "./page-kit.tsx";

const readUrlencoded = express.urlencoded({ extended: false, limit: "100kb", parameterLimit: 500 });
const readMultipart = express.raw({ type: "multipart/form-data", limit: "11mb" });

export type SentForm = { readonly form: Form; readonly files: Readonly<Record<string, SentFile>> };

/** The fields and files of a form's POST. @throws AppError 400, 413, 415 or 422 where it is not one. */
export async function readForm(request: Request, response: Answer, upload: boolean): Promise<SentForm> {
  if (request.is("application/x-www-form-urlencoded")) {
    await parsed(readUrlencoded, request, response);
    return checked({ form: formOf(Object.entries(request.body ?? {})), files: {} });
  }
  if (upload && request.is("multipart/form-data")) {
    await parsed(readMultipart, request, response);
    return checked(await readParts(request));
  }
  if (!hasBody(request)) return { form: {}, files: {} };
  throw wrongContentType();
}

function checked(sent: SentForm): SentForm {
  const strange = refusedCharacters(sent.form);
  if (strange.length > 0) throw invalidInput(strange);
  return sent;
}

function formOf(entries: readonly (readonly [string, unknown])[]): Form {
  const form: Record<string, string | string[]> = {};
  for (const [name, value] of entries) {
    if (name === "__proto__") throw badRequest();
    if (typeof value === "string") form[name] = value;
    else if (Array.isArray(value)) form[name] = value.map(String);
  }
  return form;
}

async function readParts(request: Request): Promise<SentForm> {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body)) throw badRequest();
  const parts = await new Response(new Uint8Array(body), {
    headers: { "content-type": request.get("content-type") ?? "" },
  })
    .formData()
    .catch(() => {
      throw badRequest();
    });
  const fields: [string, string][] = [];
  const files: Record<string, SentFile> = {};
  for (const [name, value] of parts.entries()) {
    if (typeof value === "string") fields.push([name, value]);
    else {
      const bytes = new Uint8Array(await value.arrayBuffer());
      files[name] = { filename: value.name, bytes, text: await value.text() };
    }
  }
  return { form: formOf(fields), files };
}

const parsed = (parser: RequestHandler, request: Request, response: Answer): Promise<void> =>
  new Promise((resolve, reject) => {
    parser(request, response, (error: unknown) => (error === undefined || error === null ? resolve() : reject(error)));
  });
