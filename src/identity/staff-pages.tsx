import type { Deps } from "../deps.ts";
import { type Actor, STAFF_ROLES, type StaffRole } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { type AppError, notFound } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import { field, type PageContext, type PageResult, page, pageRoute, redirect, tryForm } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { Select } from "../ui/choice.tsx";
import { Field } from "../ui/field.tsx";
import { ActionButton, Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Table, Words } from "../ui/show.tsx";
import { confirmStaffRole } from "./confirm-staff-role.ts";
import { roleForm } from "./forms.ts";
import { grantStaffRole } from "./grant-staff-role.ts";
import { ROLE_NAMES, signInTexts, staffTexts as texts } from "./messages.ts";
import { listPendingRoles } from "./pending-roles.ts";
import { PendingRoles } from "./pending-roles-table.tsx";
import { listStaff } from "./queries.ts";
import { withdrawStaffRole } from "./withdraw-staff-role.ts";

const PATH = "/equipe";
type Context = PageContext<"signed-in">;

type RoleAction = (
  deps: Deps,
  actor: Actor,
  of: { readonly userId: string; readonly role: StaffRole },
) => Promise<unknown>;

const onRole = (noun: string, act: RoleAction) =>
  pageRoute({
    method: "post",
    path: `${PATH}/:userId/:role/${noun}`,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const role = STAFF_ROLES.find((one) => one === context.params.role);
          if (role === undefined) throw notFound();
          await act(context.deps, context.actor, { userId: idParam(context.params, "userId"), role });
          return redirect(PATH);
        },
        (error) => staffPage(context, error),
      ),
  });

/** Who may do what for the fund. */
export const staffPages = [
  pageRoute({ method: "get", path: PATH, access: "signed-in", run: (context) => staffPage(context) }),
  pageRoute({
    method: "post",
    path: PATH,
    access: "signed-in",
    run: (context) => {
      const act = async () => {
        await grantStaffRole(context.deps, context.actor, readBody(roleForm, context.form));
        return redirect(PATH);
      };
      return tryForm(act, (error) => staffPage(context, error));
    },
  }),
  onRole("confirmation", confirmStaffRole),
  onRole("retrait", withdrawStaffRole),
];

const ROLE_OPTIONS = STAFF_ROLES.map((role) => ({ value: role, label: ROLE_NAMES[role] }));

type Row = { readonly id: string; readonly name: string; readonly email: string; readonly role: StaffRole };

async function staffPage({ deps, actor, form }: Context, error?: AppError): Promise<PageResult> {
  if (!permits(actor, "staff.read")) throw notFound();
  const mayEdit = permits(actor, "staff.edit");
  const members = await listStaff(deps.db);
  const pending = await listPendingRoles(deps.db, actor);
  const rows = members.flatMap(({ roles, ...person }) => roles.map((role): Row => ({ ...person, role })));
  return page(
    texts.title,
    <>
      <h1>
        <Words text={texts.title} />
      </h1>
      <ErrorSummary error={error} />
      <p>
        <Words text={texts.twoPeople} />
      </p>
      {pending.length > 0 && <PendingRoles rows={pending} mayEdit={mayEdit} />}
      <Table
        caption={texts.title}
        titled
        rows={rows}
        columns={[
          { heading: texts.person, cell: (row) => <PersonCell {...row} /> },
          { heading: texts.role, cell: (row) => <Words text={ROLE_NAMES[row.role]} /> },
          ...(mayEdit ? [{ heading: texts.withdraw, cell: (row: Row) => <Withdraw {...row} /> }] : []),
        ]}
      />
      {mayEdit && (
        <section>
          <h2>
            <Words text={texts.grantTitle} />
          </h2>
          <Form action={PATH}>
            <Field
              name="email"
              label={signInTexts.email}
              hint={texts.emailHint}
              type="email"
              value={field(form, "email")}
              errors={error?.fields}
            />
            <Select
              name="role"
              label={texts.role}
              options={ROLE_OPTIONS}
              value={field(form, "role")}
              errors={error?.fields}
            />
            <Button>
              <Words text={texts.grant} />
            </Button>
          </Form>
        </section>
      )}
    </>,
    { width: "wide" },
  );
}

const PersonCell = ({ name, email }: Row) => (
  <>
    {name} <span class="hint">{email}</span>
  </>
);

const Withdraw = ({ id, role }: Row) => (
  <ActionButton action={`${PATH}/${id}/${role}/retrait`} label={texts.withdraw} kind="secondary" />
);
