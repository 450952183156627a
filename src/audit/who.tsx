import { Words } from "../ui/show.tsx";
import { auditTexts as texts } from "./messages.ts";
import { machineWords } from "./words.ts";

type Props = {
  /** As the journal keeps it: `user:…`, `worker:…` or `guest`. */
  readonly actor: string;
  readonly name: string | null | undefined;
};

/** Who did it, in words. */
export function Who({ actor, name: known }: Props) {
  if (known) return <span>{known}</span>;
  const [kind, name = ""] = actor.split(":");
  if (kind === "worker") return <Machine name={name} />;
  return kind === "guest" ? <Words text={texts.guest} /> : <span>{actor}</span>;
}

function Machine({ name }: { readonly name: string }) {
  const said = machineWords(name);
  return (
    <>
      <Words text={said === undefined ? texts.machine(name) : texts.byItself(said)} />
      {said !== undefined && (
        <>
          <br />
          <span class="hint">{name}</span>
        </>
      )}
    </>
  );
}
