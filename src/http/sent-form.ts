import { createHash } from "node:crypto";
import type { Request, Response } from "express";
import type { Deps } from "../deps.ts";
import { AppError, notFound } from "../errors.ts";
import { FORM_ONCE_FIELD, FORM_TOKEN_FIELD, KEPT_FORM_FIELD } from "../ui/form.tsx";
import type { Visitor } from "./api-kit.ts";
import { formOwner, isFormToken, ownerInToken } from "./form-token.ts";
import { oncePerKeyWaiting } from "./idempotency-waiting.ts";
import { dropKeptForm, findKeptForm, keepForm } from "./kept-forms.ts";
import { anothersForm, anothersFormKept, foreignForm, formKept, sessionEnded, signInNeeded } from "./messages.ts";
import { field, type PageResult, type PageRoute, redirect } from "./page-kit.tsx";
import { readForm, type SentForm } from "./read-form.ts";
import { comesFromUs, isSaidToBeOurs } from "./same-origin.ts";

type Sender = { readonly deps: Deps; readonly actor: Visitor; readonly mark: string; readonly path: string };

/** A form that was not taken, but is kept to be sent again. */
export class FormKept extends AppError {
  readonly keptId: string;
  /** Kept for whom it was made for, who is not the one signed in. */
  readonly isAnothers: boolean;

  constructor(refusal: AppError, keptId: string, isAnothers: boolean) {
    super(refusal.type, refusal.status, refusal.text);
    this.keptId = keptId;
    this.isAnothers = isAnothers;
  }
}

export type CheckedForm = SentForm & {
  /** The same for each click on one button of one page; "" where the form says none. */
  readonly once: string;
  /** The kept form that this sends again. */
  readonly keptId: string;
};

/**
 * The form of a POST, when it comes from our page and its person is still signed in; else it is kept for them, so that
 * nothing typed is lost. @throws FormKept 401 or 403, AppError
 */
export async function checkedForm(
  route: PageRoute,
  sender: Sender,
  request: Request,
  response: Response,
): Promise<CheckedForm> {
  const { deps, actor, mark, path } = sender;
  const needsSignIn = route.access === "signed-in" && actor.kind === "guest";
  if (!comesFromUs(request, deps.baseUrl)) throw needsSignIn ? signInNeeded() : foreignForm();
  const sent = await readForm(request, response, route.upload).catch((error: unknown) => {
    throw needsSignIn ? signInNeeded() : error;
  });
  const { [FORM_TOKEN_FIELD]: token, [FORM_ONCE_FIELD]: _, [KEPT_FORM_FIELD]: __, ...form } = sent.form;
  const isOurs = isFormToken(token, deps.cipher, mark);
  const keep = async (refusal: AppError, owner: string, unkept: AppError) => {
    if (route.sensitive || Object.keys(form).length === 0) return unkept;
    const hadFiles = Object.values(sent.files).some((file) => file.bytes.byteLength > 0);
    const keptId = await keepForm(deps, { mark, owner, path, form, hadFiles });
    return keptId === undefined ? unkept : new FormKept(refusal, keptId, isAnothers(owner, sender));
  };
  if (needsSignIn) {
    const isKept = isOurs || (typeof token === "string" && isSaidToBeOurs(request));
    throw isKept ? await keep(sessionEnded(), isOurs ? ownerInToken(token) : "", signInNeeded()) : signInNeeded();
  }
  if (!isOurs) {
    const isOld = typeof token === "string" && isSaidToBeOurs(request);
    throw isOld ? await keep(formKept(), formOwner(deps.cipher, mark, actor), foreignForm()) : foreignForm();
  }
  const owner = ownerInToken(token);
  if (isAnothers(owner, sender)) throw await keep(anothersFormKept(), owner, anothersForm());
  const once = field(sent.form, FORM_ONCE_FIELD);
  const keptId = field(sent.form, KEPT_FORM_FIELD);
  if (keptId === "") return { form, files: sent.files, once, keptId };
  const kept = await findKeptForm(deps, { mark, actor, id: keptId });
  if (kept === undefined || kept.path !== path) throw notFound();
  return { form: kept.form, files: {}, once, keptId };
}

/** Made for somebody who was signed in in this browser before, or whom support visited: it is not done in this name. */
const isAnothers = (owner: string, { deps, actor, mark }: Sender): boolean =>
  owner !== "" && actor.kind === "user" && owner !== formOwner(deps.cipher, mark, actor);

const ONCE = /^[\w-]{22}$/;

/**
 * Runs a form's action. A second click on its button, or the same form sent again from the page's history, waits for
 * the first and is led where that was led; a form that was refused may be sent again.
 */
export async function runForm(
  sender: Sender,
  { form, files, once, keptId }: CheckedForm,
  run: () => Promise<PageResult>,
): Promise<PageResult> {
  const { deps, actor, mark, path } = sender;
  const act = async () => {
    const result = await run();
    if (keptId !== "" && result.kind === "redirect") await dropKeptForm(deps, mark, keptId);
    return result;
  };
  if (!ONCE.test(once)) return await act();
  let shown: PageResult | undefined;
  try {
    const sealed = await oncePerKeyWaiting(deps.db, keyOf(), async () => {
      const result = await act();
      shown = result;
      if (!mayBeRepeated(result, deps.baseUrl)) throw new NotRepeated();
      return deps.cipher.encrypt(result.to);
    });
    return redirect(deps.cipher.decrypt(sealed));
  } catch (error) {
    if (error instanceof NotRepeated && shown !== undefined) return shown;
    throw error;
  }

  function keyOf() {
    const hash = createHash("sha256").update(JSON.stringify([path, keptId, form]));
    for (const file of Object.values(files)) hash.update(file.bytes);
    const requestHash = hash.digest("hex");
    const who = actor.kind === "user" ? `user:${actor.userId}` : "guest";
    const browser = deps.cipher.fingerprint(`once:${mark}`).slice(0, 24);
    // The content stands in the key: what was corrected and sent anew is another form.
    return { actor: `form:${who}:${browser}`, key: `${once}.${requestHash.slice(0, 32)}`, route: path, requestHash };
  }
}

type Redirect = Extract<PageResult, { kind: "redirect" }>;

/** Only a page of ours that everything was said by going to: a payment page may be over when history asks again. */
const mayBeRepeated = (result: PageResult, baseUrl: string): result is Redirect =>
  result.kind === "redirect" &&
  result.setCookies === undefined &&
  result.left === undefined &&
  new URL(result.to, baseUrl).origin === new URL(baseUrl).origin;

/** A page or a file is shown to whoever asked, and kept for nobody. */
class NotRepeated extends Error {}
