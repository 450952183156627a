import { AppError } from "../../src/errors.ts";
import { type PageRoute, page, pageRoute } from "../../src/http/page-kit.tsx";
import { CheckBox, Choice, Select } from "../../src/ui/choice.tsx";
import { Field, MoneyField } from "../../src/ui/field.tsx";
import { Button, ButtonLink, ErrorSummary, Form } from "../../src/ui/form.tsx";
import { Progress } from "../../src/ui/progress.tsx";
import { Card, Cards, Euros, Facts, Notice, StateTag, Table, When } from "../../src/ui/show.tsx";

const same = (text: string) => ({ fr: text, en: text });

const mistake = new AppError("invalid-input", 422, same("À corriger"), {
  fields: [{ field: "amount", message: same("Le montant commence à 1 €.") }],
});

const options = [
  { value: "1", label: same("Une fois") },
  { value: "12", label: same("Chaque mois"), hint: same("Vous pouvez arrêter quand vous voulez.") },
];

/** Every component once, to look at and to check for accessibility. */
export const galleryPage: PageRoute = pageRoute({
  method: "get",
  path: "/galerie",
  access: "public",
  run: async () =>
    page(
      same("Galerie"),
      <>
        <h1>Des ordinateurs pour la médiathèque de Mende</h1>
        <p>
          Un texte courant, avec <a href="/">un lien</a>, pour voir la taille des lettres et la longueur des lignes.
        </p>
        <Progress giftsCents={412_050n} matchesCents={160_000n} goalCents={1_000_000n} />
        <div class="buttons">
          <ButtonLink href="/galerie">Faire un don</ButtonLink>
          <ButtonLink href="/galerie" kind="secondary">
            En savoir plus
          </ButtonLink>
        </div>
        <Notice>Une information.</Notice>
        <Notice tone="success">C’est fait.</Notice>
        <Notice tone="warning">Attention.</Notice>
        <h2>Collectes</h2>
        <Cards>
          {[1, 2, 3].map((n) => (
            <Card key={n} title={`Collecte ${n}`} href="/galerie">
              <p>
                <StateTag label={same("En cours")} tone="good" /> <StateTag label={same("En attente")} tone="waiting" />
              </p>
              <Progress giftsCents={BigInt(n) * 200_000n} matchesCents={90_000n} goalCents={500_000n} />
            </Card>
          ))}
        </Cards>
        <Table
          caption={same("Mouvements")}
          rows={[120_000n, 4_550n, 1_000_001n]}
          columns={[
            { heading: same("Jour"), cell: () => <When at={new Date("2027-03-03T10:00:00Z")} /> },
            { heading: same("État"), cell: () => <StateTag label={same("refusé")} tone="bad" /> },
            { heading: same("Montant"), numeric: true, cell: (cents) => <Euros cents={cents} /> },
          ]}
        />
        <Facts
          facts={[
            [same("SIRET"), "356 000 000 00048"],
            [same("Objectif"), <Euros cents={1_000_000n} key="goal" />],
          ]}
        />
        <h2>Formulaire</h2>
        <ErrorSummary error={mistake} />
        <Form action="/galerie">
          <MoneyField name="amount" label={same("Votre don")} value="0,50" errors={mistake.fields} />
          <Field name="name" label={same("Votre nom")} optional />
          <Field name="text" label={same("Un mot pour le projet")} rows={4} optional />
          <Choice name="often" legend={same("À quel rythme ?")} options={options} value="1" />
          <Select name="where" label={same("Département")} options={options} />
          <CheckBox name="agree" label={same("J’ai lu les conditions de la collecte.")} />
          <div class="buttons">
            <Button>Continuer</Button>
            <Button kind="secondary">Enregistrer</Button>
            <Button kind="danger">Annuler</Button>
          </div>
        </Form>
      </>,
    ),
});
